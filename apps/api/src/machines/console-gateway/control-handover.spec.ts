import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConsoleTicket, Vm } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { NoticeEntity } from '../../messages/notices/notice.entity.js';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { Closing } from './closing.js';
import { FakeScreen } from './fake/fake-screen.js';
import { addRunningVm, knock, showScreen } from './testing/console-visitor.js';
import type { VncViewer } from './testing/vnc-viewer.js';

const keyOf = (keysym: number) => `04 01 0000 ${keysym.toString(16).padStart(8, '0')}`;
const [A, B, C] = [0x61, 0x62, 0x63];

// Two processes with one database: the student's consoles are in the one, the teacher's in the other.
let here: TestApi;
let there: TestApi;
let screen: FakeScreen;
let alice: Visitor;
let prof: Visitor;
let vmId: string;
let ids: { alice: string; prof: string };

beforeAll(async () => {
  here = await startApi();
  there = await startApi({ dataDir: here.dataDir });
  screen = await FakeScreen.open({ password: 'secret12' });
  for (const each of [here, there]) showScreen(each, async () => screen.endpoint);
  [alice, prof] = [await signIn(here, 'alice'), await signIn(there, 'prof')];
  const users = await here.app.get(DataSource).getRepository(UserEntity).find();
  const idOf = (username: string) => users.find((user) => user.username === username)!.id;
  ids = { alice: idOf('alice'), prof: idOf('prof') };
});

afterAll(async () => {
  await there.stop();
  await here.stop();
  await screen.close();
});

beforeEach(async () => {
  vmId = await addRunningVm(here, 'alice');
  screen.events.length = 0;
});

async function open(visitor: Visitor, mode: 'control' | 'view'): Promise<VncViewer> {
  const answer = await visitor.send('POST', `/api/vms/${vmId}/console`, { mode });
  const { status, viewer } = await knock(ConsoleTicket.parse(await answer.json()));
  expect(status).toBe(101);
  await viewer.shakeHands();
  return viewer;
}

const control = async (visitor: Visitor, what: string, body?: object) =>
  (await visitor.send('POST', `/api/vms/${vmId}/control/${what}`, body)).status;
const seenBy = async (visitor: Visitor) => Vm.parse(await (await visitor.get(`/api/vms/${vmId}`)).json());
const keys = () => screen.events.flatMap((event) => (event.kind === 'key' ? [event.keysym] : []));

/** Types, and waits until the picture that was asked for afterwards is there: what is to arrive has arrived. */
async function type(viewer: VncViewer, keysym: number): Promise<void> {
  viewer.say(keyOf(keysym));
  await viewer.wholeScreen(8, 8);
}

const recorded = async () =>
  (
    await here.app
      .get(DataSource)
      .getRepository(AuditEntryEntity)
      .find({ where: { objectId: vmId }, order: { id: 'ASC' } })
  )
    .filter(({ action }) => action.endsWith('-control') || action === 'console.ask-help')
    .map(({ action, actorName, ownerName, details }) => ({ action, actorName, ownerName, details }));

describe('the keyboard of a screen', () => {
  it('is the owner’s in as many consoles as they like, and another’s control only shows it meanwhile', async () => {
    const mine = [await open(alice, 'control'), await open(alice, 'control')];
    const helper = await open(prof, 'control');
    await type(helper, C);
    await type(mine[0]!, A);
    await type(mine[1]!, B);
    expect(keys()).toEqual([A, B]);
    const { viewers, control: seen } = await seenBy(alice);
    expect(viewers.map(({ id, mode }) => `${id} ${mode}`).sort()).toEqual(
      [`${ids.alice} control`, `${ids.alice} control`, `${ids.prof} view`].sort(),
    );
    expect(seen).toMatchObject({ holder: { id: ids.alice }, asker: null });
    for (const viewer of [...mine, helper]) viewer.socket.close();
  });

  it('goes over when the teacher asks and the student gives, and comes back when the student takes it', async () => {
    const [own, looking] = [await open(alice, 'control'), await open(prof, 'view')];
    expect(await control(prof, 'ask')).toBe(204);
    expect((await seenBy(alice)).control).toMatchObject({
      holder: { id: ids.alice },
      asker: { id: ids.prof },
    });
    expect(await control(prof, 'give', { userId: ids.prof })).toBe(409);
    expect(await control(alice, 'give', { userId: ids.alice })).toBe(409);
    expect(await control(alice, 'give', { userId: ids.prof })).toBe(204);
    expect(await own.farewell).toEqual(Closing.ControlPassed);
    const helping = await open(prof, 'control');
    await type(helping, B);
    const watching = await open(alice, 'control');
    await type(watching, A);
    expect(keys()).toEqual([B]);
    expect(await control(alice, 'take')).toBe(204);
    expect(await helping.farewell).toEqual(Closing.ControlPassed);
    await type(await open(alice, 'control'), C);
    expect(keys()).toEqual([B, C]);
    expect(await recorded()).toEqual([
      { action: 'console.give-control', actorName: 'alice', ownerName: null, details: { after: 'prof' } },
      {
        action: 'console.take-control',
        actorName: 'alice',
        ownerName: null,
        details: { before: 'prof', after: 'alice' },
      },
    ]);
    looking.socket.close();
    watching.socket.close();
  });

  it('stays where it is when the student refuses, or when the teacher does not ask any more', async () => {
    const own = await open(alice, 'control');
    await control(prof, 'ask');
    expect(await control(alice, 'refuse', { userId: ids.prof })).toBe(204);
    expect((await seenBy(prof)).control).toMatchObject({ holder: { id: ids.alice }, asker: null });
    expect(await control(alice, 'give', { userId: ids.prof })).toBe(409);
    await control(prof, 'ask');
    expect(await control(prof, 'refuse', { userId: ids.prof })).toBe(204);
    expect((await seenBy(prof)).control).toMatchObject({ asker: null });
    await type(own, A);
    expect(keys()).toEqual([A]);
    own.socket.close();
  });

  it('is taken by a teacher without asking, which is on record and seen', async () => {
    const own = await open(alice, 'control');
    expect(await control(prof, 'take')).toBe(204);
    expect(await own.farewell).toEqual(Closing.ControlPassed);
    expect((await seenBy(alice)).control).toMatchObject({ holder: { id: ids.prof } });
    expect(await recorded()).toEqual([
      {
        action: 'console.take-control',
        actorName: 'prof',
        ownerName: 'alice',
        details: { before: 'alice', after: 'prof' },
      },
    ]);
  });

  it('is free when who had it has left, and goes to who asks for it then', async () => {
    const helping = await open(prof, 'control');
    helping.socket.close();
    await until('nobody has it', async () => (await seenBy(alice)).control === null);
    expect(await control(prof, 'ask')).toBe(204);
    expect((await seenBy(alice)).control).toMatchObject({ holder: { id: ids.prof }, asker: null });
  });

  it('is nobody else’s to ask for', async () => {
    const bob = await signIn(here, 'bob');
    for (const what of ['ask', 'take']) expect(await control(bob, what)).toBe(404);
    for (const what of ['give', 'refuse']) {
      expect(await control(bob, what, { userId: ids.prof })).toBe(404);
      expect(await control(alice, what, { userId: 'prof' })).toBe(400);
    }
  });
});

describe('a call for help', () => {
  const notices = () =>
    here.app
      .get(DataSource)
      .getRepository(NoticeEntity)
      .findBy({ kind: 'help-asked', link: `/machines/${vmId}/console` });
  const help = async (visitor: Visitor, method: 'POST' | 'DELETE' = 'POST') =>
    (await visitor.send(method, `/api/vms/${vmId}/help`)).status;

  it('reaches the teachers of the class once, and is over when one has the keyboard', async () => {
    expect(await help(alice)).toBe(204);
    expect(await help(alice)).toBe(204);
    expect(await notices()).toMatchObject([{ userId: ids.prof, readAt: null }]);
    expect((await seenBy(prof)).control?.helpAskedAt).toEqual(expect.any(String));
    expect(await control(prof, 'ask')).toBe(204);
    expect(await notices()).toMatchObject([{ userId: ids.prof, readAt: expect.any(Date) }]);
    expect((await seenBy(prof)).control?.helpAskedAt).toBeNull();
    expect(await recorded()).toMatchObject([{ action: 'console.ask-help', actorName: 'alice' }]);
  });

  it('is withdrawn', async () => {
    await help(alice);
    expect(await help(alice, 'DELETE')).toBe(204);
    expect(await notices()).toMatchObject([{ readAt: expect.any(Date) }]);
    expect((await seenBy(prof)).control).toBeNull();
  });

  it('is the owner’s, who must have a teacher', async () => {
    expect(await help(prof)).toBe(404);
    expect(await help(await signIn(here, 'bob'))).toBe(404);
    vmId = await addRunningVm(here, 'prof');
    expect(await help(prof)).toBe(409);
  });
});
