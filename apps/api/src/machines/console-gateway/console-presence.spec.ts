import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleTicket, Vm } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { EventEntity } from '../../messages/events/event.entity.js';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { ConsoleViewers, type Viewer } from '../vms/console-viewers.js';
import { ConsoleAudit } from './console-audit.js';
import { FakeScreen } from './fake/fake-screen.js';
import { addRunningVm, knock, showScreen } from './testing/console-visitor.js';

let api: TestApi;
let screen: FakeScreen;
let alice: Visitor;
let prof: Visitor;
let vmId: string;

beforeAll(async () => {
  api = await startApi();
  screen = await FakeScreen.open({ password: 'secret12' });
  showScreen(api, async () => screen.endpoint);
  [alice, prof] = [await signIn(api, 'alice'), await signIn(api, 'prof')];
  vmId = await addRunningVm(api, 'alice');
});

afterAll(async () => {
  await api.stop();
  await screen.close();
});

const viewersSeenBy = async (visitor: Visitor) =>
  Vm.parse(await (await visitor.get(`/api/vms/${vmId}`)).json()).viewers;

/** What is written follows the socket a moment later. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!(await isSo())) if (Date.now() > deadline) throw new Error('It did not come to this.');
}

describe('who has a console open', () => {
  it('is seen by the owner, with a push when they come and when they go', async () => {
    const events = api.app.get(DataSource).getRepository(EventEntity);
    const told = () => events.countBy({ kind: 'vm', subjectId: vmId });
    const before = await told();
    const answer = await prof.send('POST', `/api/vms/${vmId}/console`, { mode: 'view' });
    const { viewer } = await knock(ConsoleTicket.parse(await answer.json()));
    await until(async () => (await viewersSeenBy(alice)).length === 1);
    expect(await viewersSeenBy(alice)).toEqual([
      { id: expect.any(String), displayName: 'Prof de démonstration', mode: 'view' },
    ]);
    expect(await told()).toBe(before + 1);
    viewer.socket.close();
    await until(async () => (await viewersSeenBy(alice)).length === 0);
    expect(await told()).toBe(before + 2);
  });

  it('is not seen, and takes nobody’s place, when it was noted by a clock that was ahead', async () => {
    const [viewers, database] = [api.app.get(ConsoleViewers), api.app.get(DataSource)];
    const { id: userId } = await database.getRepository(UserEntity).findOneByOrFail({ username: 'prof' });
    const ahead = new Date(Date.now() + 25 * 3600_000);
    const perMachine = { vmId, userId, mode: 'view' } as const;
    const enter = () => viewers.enter({ ...perMachine, id: randomUUID() }, ahead);
    await expect(
      (async () => {
        for (let count = 0; count < 100; count++) await enter();
      })(),
    ).rejects.toMatchObject({ code: 'too-many-consoles' });
    await viewers.checkRoom(perMachine);
    expect(await viewersSeenBy(alice)).toEqual([]);
    await viewers.forgetLost();
    expect(await database.query('SELECT FROM console_viewers WHERE seen_at > now()')).toEqual([]);
  });

  it('are a whole class who watch, where far fewer may control', async () => {
    const [viewers, database] = [api.app.get(ConsoleViewers), api.app.get(DataSource)];
    const pupils: { id: string }[] = await database.query(
      `INSERT INTO users (id, username, display_name, role, source)
       SELECT gen_random_uuid(), 'pupil-' || number, 'Pupil ' || number, 'student', 'local' FROM generate_series(1, 31) number
       RETURNING id`,
    );
    const opened: Viewer[] = [];
    const enter = async (mode: 'view' | 'control') => {
      for (const { id: userId } of pupils) {
        // Of a screen one person has the control; of a serial line everyone may try.
        const viewer = { id: randomUUID(), vmId, userId, mode, kind: 'serial' } as const;
        await viewers.enter(viewer);
        opened.push(viewer);
      }
    };
    await enter('view');
    await expect(enter('control')).rejects.toMatchObject({
      code: 'too-many-consoles',
      params: { limit: 24, whose: 'machine' },
    });
    expect(opened).toHaveLength(31 + 24);
    await database.transaction(async (tx) => {
      for (const viewer of opened) await viewers.leave(tx, viewer);
    });
  });

  it('is forgotten when the process that showed it was killed', async () => {
    const viewers = api.app.get(ConsoleViewers);
    const { id: userId } = await api.app
      .get(DataSource)
      .getRepository(UserEntity)
      .findOneByOrFail({ username: 'prof' });
    const openedAt = new Date(Date.now() - 50_000);
    const id = randomUUID();
    await viewers.enter({ id, vmId, userId, mode: 'control' }, openedAt);
    await viewers.stillThere([id], new Date(openedAt.getTime() + 42_000));
    expect(await viewersSeenBy(alice)).toHaveLength(1);
    const later = new Date(Date.now() + 61_000);
    expect((await viewers.of([vmId], later)).size).toBe(0);
    const audit = api.app.get(ConsoleAudit);
    const forget = () => viewers.forgetLost(later, (tx, lost) => audit.interrupted(tx, lost));
    await Promise.all([forget(), forget(), forget()]);
    expect(await viewersSeenBy(alice)).toEqual([]);
    const ends = await api.app
      .get(DataSource)
      .getRepository(AuditEntryEntity)
      .findBy({ action: 'console.close', objectId: vmId, actorId: userId });
    expect(
      ends
        .map(({ details }) => details)
        .filter((details) => 'reason' in details && details.reason === 'interrupted'),
    ).toEqual([{ mode: 'control', seconds: 42, reason: 'interrupted' }]);
  });
});
