import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ConsoleTicket, type Role } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { SESSION_COOKIE } from '../../access/sessions/session-cookie.js';
import { Sessions } from '../../access/sessions/sessions.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { Closing } from './closing.js';
import { FakeScreen } from './fake/fake-screen.js';
import { addRunningVm, knock, showScreen } from './testing/console-visitor.js';
import type { VncViewer } from './testing/vnc-viewer.js';

// Two processes with one database: what one takes away, both close.
let here: TestApi;
let there: TestApi;
let screen: FakeScreen;
let admin: Visitor;
let cases = 0;

beforeAll(async () => {
  // Without the look at everything every 15 seconds: what closes here was announced.
  const every = globalThis.setInterval;
  const ticks = jest.spyOn(globalThis, 'setInterval');
  ticks.mockImplementation(((tick: () => void, ms: number) =>
    every(ms === 15_000 ? () => undefined : tick, ms)) as typeof setInterval);
  here = await startApi({ env: { VMM_BIN_DAYS: '7' } });
  there = await startApi({ dataDir: here.dataDir, env: { VMM_BIN_DAYS: '7' } });
  expect(ticks.mock.calls.filter(([, ms]) => ms === 15_000)).toHaveLength(2);
  ticks.mockRestore();
  screen = await FakeScreen.open({ password: 'secret12' });
  for (const each of [here, there]) showScreen(each, async () => screen.endpoint);
  admin = await signIn(here, 'admin');
});

afterAll(async () => {
  await there.stop();
  await here.stop();
  await screen.close();
});

/** A class of its own with a student, who has a machine, and a teacher; and another administrator. All are signed in. */
async function people() {
  const number = ++cases;
  const { manager } = here.app.get(DataSource);
  const { id: groupId } = await manager.save(GroupEntity, { name: `classe ${number}` });
  const account = async (name: string, role: Role) => {
    const username = `${name}${number}`;
    const { id } = await manager.save(UserEntity, { username, displayName: username, role, source: 'local' });
    if (role !== 'admin')
      await manager.insert(GroupMemberEntity, { groupId, userId: id, teaches: role === 'teacher' });
    return { id, visitor: visit(here, `${SESSION_COOKIE}=${await here.app.get(Sessions).open(id)}`) };
  };
  const student = await account('eleve', 'student');
  const [teacher, helper] = [await account('prof', 'teacher'), await account('aide', 'admin')];
  const vmId = await addRunningVm(here, `eleve${number}`);
  return { groupId, vmId, student, teacher, helper };
}
type People = Awaited<ReturnType<typeof people>>;

async function open(api: TestApi, visitor: Visitor, vmId: string, mode = 'view'): Promise<VncViewer> {
  const answer = await visit(api, visitor.cookie).send('POST', `/api/vms/${vmId}/console`, { mode });
  const { status, viewer } = await knock(ConsoleTicket.parse(await answer.json()));
  expect(status).toBe(101);
  await viewer.shakeHands();
  return viewer;
}

const member = ({ groupId }: People, { id }: { id: string }) => `/api/groups/${groupId}/members/${id}`;
const everyone = ['student', 'teacher', 'helper'] as const;
type Who = (typeof everyone)[number];

it.each<[string, (of: People) => Promise<Response>, readonly Who[], Closing]>([
  [
    'signing out',
    ({ teacher }) => teacher.visitor.send('POST', '/api/auth/logout'),
    ['teacher'],
    Closing.RightsLost,
  ],
  [
    'the account being disabled',
    ({ student }) => admin.send('PATCH', `/api/users/${student.id}`, { disabled: true }),
    ['student'],
    Closing.RightsLost,
  ],
  [
    'another role',
    ({ helper }) => admin.send('PATCH', `/api/users/${helper.id}`, { role: 'teacher' }),
    ['helper'],
    Closing.RightsLost,
  ],
  [
    'the student’s leaving the class',
    (of) => admin.send('DELETE', member(of, of.student)),
    ['teacher'],
    Closing.RightsLost,
  ],
  [
    'the teacher’s leaving the class',
    (of) => admin.send('DELETE', member(of, of.teacher)),
    ['teacher'],
    Closing.RightsLost,
  ],
  [
    'the teacher’s teaching it no more',
    (of) => admin.send('PATCH', member(of, of.teacher), { teaches: false }),
    ['teacher'],
    Closing.RightsLost,
  ],
  [
    'the end of the class',
    ({ groupId }) => admin.send('DELETE', `/api/groups/${groupId}`),
    ['teacher'],
    Closing.RightsLost,
  ],
  [
    'the deletion of the machine, which waits in the bin',
    ({ vmId, student }) => student.visitor.send('DELETE', `/api/vms/${vmId}`),
    everyone,
    Closing.VmDeleted,
  ],
])('closes in both processes what is lost by %s, and nothing else', async (_, lose, losers, closing) => {
  const [these, others] = [await people(), await people()];
  const consoles = new Map<Who, VncViewer[]>();
  for (const who of everyone) {
    const { visitor } = these[who];
    consoles.set(who, [await open(here, visitor, these.vmId), await open(there, visitor, these.vmId)]);
  }
  const elsewhere = [
    await open(here, others.teacher.visitor, others.vmId),
    await open(there, others.teacher.visitor, others.vmId),
  ];
  expect((await lose(these)).ok).toBe(true);
  for (const who of losers) {
    for (const viewer of consoles.get(who)!) expect(await viewer.farewell).toEqual(closing);
    consoles.delete(who);
  }
  for (const viewer of [...[...consoles.values()].flat(), ...elsewhere]) {
    await viewer.wholeScreen(8, 8);
    viewer.socket.close();
  }
});

it('closes what a token opened when the token is revoked', async () => {
  const { vmId, student } = await people();
  const answer = await student.visitor.send('POST', '/api/tokens', { name: 'script', scope: 'operate' });
  const { id, token } = (await answer.json()) as { id: string; token: string };
  const open = async (api: TestApi) => {
    const headers = { authorization: `Bearer ${token}` };
    const ticket = await visit(api).send('POST', `/api/vms/${vmId}/console`, { mode: 'control' }, headers);
    const { viewer } = await knock(ConsoleTicket.parse(await ticket.json()));
    await viewer.shakeHands();
    return viewer;
  };
  const consoles = [await open(here), await open(there)];
  expect((await student.visitor.send('DELETE', `/api/tokens/${id}`)).ok).toBe(true);
  for (const viewer of consoles) expect(await viewer.farewell).toEqual(Closing.RightsLost);
});
