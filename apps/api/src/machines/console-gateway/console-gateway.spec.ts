import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConsoleTicket } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { EventLog } from '../../messages/events/event-log.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { CONSOLE_LIMITS } from '../vms/console-viewers.js';
import { VmEntity } from '../vms/vm.entity.js';
import { Closing } from './closing.js';
import { ConsoleTicketEntity } from './console-ticket.entity.js';
import { ConsoleTickets } from './console-tickets.js';
import { OpenConsoles } from './open-consoles.js';
import { FakeScreen } from './fake/fake-screen.js';
import { addRunningVm, knock, showScreen } from './testing/console-visitor.js';

const KEY_A = '04 01 0000 00000061';

let api: TestApi;
let screen: FakeScreen;
let alice: Visitor;
let vmId: string;

beforeAll(async () => {
  api = await startApi();
  screen = await FakeScreen.open({ password: 'secret12' });
  showScreen(api, async () => screen.endpoint);
});

afterAll(async () => {
  await api.stop();
  await screen.close();
});

beforeEach(async () => {
  alice = await signIn(api, 'alice');
  vmId = await addRunningVm(api, 'alice');
});

afterEach(() => {
  screen.events.length = 0;
});

async function order(mode = 'control', visitor = alice): Promise<ConsoleTicket> {
  const answer = await visitor.send('POST', `/api/vms/${vmId}/console`, { mode });
  expect(answer.status).toBe(201);
  return ConsoleTicket.parse(await answer.json());
}

describe('a ticket', () => {
  it('is refused to the anonymous, for a VM of someone else, and for a mode that does not exist', async () => {
    const path = `/api/vms/${vmId}/console`;
    expect((await visit(api).send('POST', path, {})).status).toBe(401);
    expect((await (await signIn(api, 'bob')).send('POST', path, {})).status).toBe(404);
    expect((await alice.send('POST', path, { mode: 'own' })).status).toBe(400);
  });

  it('is refused for a VM without a screen, saying that it is not possible now', async () => {
    await api.app.get(DataSource).getRepository(VmEntity).update({ id: vmId }, { state: 'failed' });
    const answer = await alice.send('POST', `/api/vms/${vmId}/console`, {});
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ type: '/problems/not-possible-now' });
  });

  it('names the console’s absolute address, half a minute, and itself nowhere but in a protocol', async () => {
    const { url, protocols, expiresAt } = await order();
    expect(url).toBe(`${api.url.replace('http', 'ws')}/api/console`);
    expect(protocols).toEqual(['binary', expect.stringMatching(/^ticket\.[\w-]{43}$/)]);
    const seconds = (Date.parse(expiresAt) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(25);
    expect(seconds).toBeLessThanOrEqual(30);
  });

  it('is not in the database', async () => {
    const { protocols } = await order();
    const rows = await api.app
      .get(DataSource)
      .query('SELECT to_jsonb(t)::text AS text FROM console_tickets t');
    expect(JSON.stringify(rows)).not.toContain(protocols[1]?.slice('ticket.'.length));
  });

  it('is redeemed by one of many who come at once', async () => {
    const ticket = await order();
    const answers = await Promise.all(Array.from({ length: 8 }, () => knock(ticket)));
    expect(answers.map(({ status }) => status).sort()).toEqual([101, ...Array<number>(7).fill(401)]);
    for (const { viewer } of answers) viewer.socket.terminate();
  });

  it('is worth nothing after half a minute, and leaves no row behind', async () => {
    const tickets = api.app.get(ConsoleTickets);
    const [userId, sessionId] = [vmId, vmId];
    const issued = new Date(Date.now() - 3600_000);
    const late = new Date(issued.getTime() + 30_000);
    const { value } = await tickets.issue({ userId, sessionId, vmId, mode: 'view', kind: 'screen' }, issued);
    expect(await tickets.redeem(value, late)).toBeNull();
    const ahead = new Date(Date.now() + 25 * 3600_000);
    const { value: ofTomorrow } = await tickets.issue(
      { userId, sessionId, vmId, mode: 'view', kind: 'screen' },
      ahead,
    );
    expect(await tickets.redeem(ofTomorrow)).toBeNull();
    const { value: inTime } = await tickets.issue(
      { userId, sessionId, vmId, mode: 'view', kind: 'screen' },
      issued,
    );
    expect(await tickets.redeem(inTime, new Date(late.getTime() - 1))).toEqual({
      userId,
      sessionId,
      vmId,
      mode: 'view',
      kind: 'screen',
    });
    await tickets.issue({ userId, sessionId, vmId, mode: 'view', kind: 'screen' }, issued);
    await tickets.issue({ userId, sessionId, vmId, mode: 'view', kind: 'screen' });
    const rows = await api.app.get(DataSource).getRepository(ConsoleTicketEntity).countBy({ sessionId });
    expect(rows).toBe(1);
  });
});

describe('consoles of one person', () => {
  it('of one VM are a handful: the next is refused when it is ordered and when it is opened', async () => {
    const { perPersonOnMachine } = CONSOLE_LIMITS;
    const tickets = await Promise.all(Array.from({ length: perPersonOnMachine + 4 }, () => order('view')));
    const opened = [];
    for (const ticket of tickets) opened.push(await knock(ticket));
    expect(opened.map(({ status }) => status)).toEqual([
      ...Array<number>(perPersonOnMachine).fill(101),
      ...Array<number>(4).fill(409),
    ]);
    const answer = await alice.send(
      'POST',
      `/api/vms/${vmId}/console`,
      { mode: 'view' },
      { 'accept-language': 'en' },
    );
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({
      type: '/problems/too-many-consoles',
      detail: expect.stringContaining(String(perPersonOnMachine)),
    });
    const other = await addRunningVm(api, 'alice');
    expect((await alice.send('POST', `/api/vms/${other}/console`, {})).status).toBe(201);
    opened[0]!.viewer.socket.close();
    await until('there is room again', async () => {
      const again = await alice.send('POST', `/api/vms/${vmId}/console`, { mode: 'view' });
      return again.status === 201;
    });
    for (const { viewer } of opened) viewer.socket.terminate();
  });

  it('that come all at once are no more than that', async () => {
    const { perPersonOnMachine } = CONSOLE_LIMITS;
    const tickets = await Promise.all(Array.from({ length: 3 * perPersonOnMachine }, () => order('view')));
    const answers = await Promise.all(tickets.map((ticket) => knock(ticket)));
    const admitted = answers.filter(({ status }) => status === 101);
    expect(admitted.length).toBeLessThanOrEqual(perPersonOnMachine);
    for (const { viewer } of answers) viewer.socket.terminate();
  });
});

describe('an upgrade', () => {
  it('speaks binary and shows the screen', async () => {
    const { status, viewer } = await knock(await order(), { origin: api.url });
    expect({ status, protocol: viewer.socket.protocol }).toEqual({ status: 101, protocol: 'binary' });
    expect(viewer.socket.extensions).toBe('');
    expect(await viewer.shakeHands()).toBe('Démonstration');
    viewer.socket.terminate();
  });

  it('is refused without a ticket, with two, with a made-up one, or without binary', async () => {
    const { url, protocols } = await order();
    const [binary = '', ticket = ''] = protocols;
    for (const offered of [[], [binary], [ticket], [binary, ticket, 'ticket.a'], [binary, 'ticket.a']]) {
      const { status, type, body } = await knock({ url, protocols: offered });
      expect({ status, type }).toEqual({ status: 401, type: 'application/problem+json; charset=utf-8' });
      expect(JSON.parse(body)).toMatchObject({ type: '/problems/not-signed-in', status: 401 });
    }
  });

  it('is refused to pages of other sites, whose visitor keeps the ticket', async () => {
    const ticket = await order();
    expect((await knock(ticket, { origin: 'https://elsewhere.example' })).status).toBe(403);
    const { status, viewer } = await knock(ticket);
    expect(status).toBe(101);
    viewer.socket.terminate();
  });

  it('is refused to another’s session, and open to the holder’s and to a script without cookie', async () => {
    const bob = await signIn(api, 'bob');
    const elsewhere = await signIn(api, 'alice');
    for (const cookie of [bob.cookie, elsewhere.cookie, 'vmm_session=made-up']) {
      expect((await knock(await order(), { cookie })).status).toBe(401);
    }
    const welcome: Record<string, string>[] = [{ cookie: alice.cookie }, { cookie: 'other=1' }, {}];
    for (const headers of welcome) {
      const { status, viewer } = await knock(await order(), headers);
      expect(status).toBe(101);
      viewer.socket.terminate();
    }
  });

  it('is refused on another path', async () => {
    const { url, protocols } = await order();
    expect((await knock({ url: `${url}/other`, protocols })).status).toBe(404);
    expect((await knock({ url: url.replace('/api/console', '/'), protocols })).status).toBe(404);
  });

  it('is refused when the session has ended, or the VM is gone, since the ticket', async () => {
    const [first, second] = [await order(), await order()];
    await api.app.get(DataSource).getRepository(VmEntity).delete({ id: vmId });
    expect((await knock(first)).status).toBe(404);
    await alice.send('POST', '/api/auth/logout');
    expect((await knock(second)).status).toBe(401);
  });
});

describe('an open console', () => {
  it('drops the keys of a watcher and takes those of who controls', async () => {
    const [watcher, owner] = [await knock(await order('view')), await knock(await order())];
    for (const { viewer } of [watcher, owner]) await viewer.shakeHands();
    watcher.viewer.say(KEY_A);
    await watcher.viewer.wholeScreen(8, 8);
    expect(screen.events).toEqual([]);
    owner.viewer.say(KEY_A);
    await owner.viewer.wholeScreen(8, 8);
    expect(screen.events).toEqual([{ kind: 'key', keysym: 0x61, down: true }]);
    for (const { viewer } of [watcher, owner]) viewer.socket.terminate();
  });

  it('closes on signing out, and only that session’s', async () => {
    const elsewhere = await signIn(api, 'alice');
    const [here, there] = [await knock(await order()), await knock(await order('control', elsewhere))];
    for (const { viewer } of [here, there]) await viewer.shakeHands();
    await alice.send('POST', '/api/auth/logout');
    expect(await here.viewer.farewell).toEqual(Closing.RightsLost);
    await there.viewer.wholeScreen(8, 8);
    there.viewer.socket.terminate();
  });

  it('closes on its VM being deleted', async () => {
    const { viewer } = await knock(await order());
    await viewer.shakeHands();
    const { ownerId } = await api.app.get(DataSource).getRepository(VmEntity).findOneByOrFail({ id: vmId });
    await api.app.get(DataSource).transaction(async (tx) => {
      await tx.delete(VmEntity, { id: vmId });
      await api.app.get(EventLog).record(tx, { kind: 'vm', subjectId: vmId, ownerId });
    });
    expect(await viewer.farewell).toEqual(Closing.VmDeleted);
  });

  it('closes when there is no screen after all', async () => {
    showScreen(api, () => Promise.reject(new Error('libvirt says no')));
    const { viewer } = await knock(await order());
    expect(await viewer.farewell).toEqual(Closing.ScreenUnavailable);
    showScreen(api, async () => screen.endpoint);
  });
});

it('a process that stops closes its consoles, also of a viewer that reads slowly', async () => {
  const other = await startApi();
  showScreen(other, async () => screen.endpoint);
  const vm = await addRunningVm(other, 'alice');
  const answer = await (await signIn(other, 'alice')).send('POST', `/api/vms/${vm}/console`, {});
  const { viewer } = await knock(ConsoleTicket.parse(await answer.json()));
  await viewer.shakeHands();
  viewer.socket.pause();
  const stopped = other.stop();
  await until('the console is closed on this side', () => other.app.get(OpenConsoles).all().length === 0);
  viewer.socket.resume();
  expect(await viewer.farewell).toEqual(Closing.Restarting);
  await stopped;
});
