import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ConsoleTicket, type Vm } from '@vm-manager/contracts';
import type { ApiProcess } from './support/api-process.js';
import { eventually, PATIENCE_MS, within } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { Viewer } from './support/viewer.js';
import { json, signIn, type Visitor } from './support/visitor.js';
import { tellTime } from './support/tell-time.js';

let installation: Installation;
let api: ApiProcess;
let alice: Visitor;
let vm: Vm;

beforeAll(async () => {
  installation = await Installation.make();
  api = await installation.start({ LOG_LEVEL: 'trace' });
  alice = await signIn(api, 'alice');
  vm = await alice.created('ecran');
});
afterAll(() => installation.dispose());

const ticketFor = async (visitor: Visitor, id = vm.id, mode = 'control') =>
  ConsoleTicket.parse(await json(await visitor.send('POST', `/api/vms/${id}/console`, { mode }), 201));

async function open(visitor: Visitor, mode = 'control'): Promise<Viewer> {
  const { status, viewer } = await Viewer.knock(await ticketFor(visitor, vm.id, mode));
  expect(status).toBe(101);
  return viewer;
}

it('leads from a ticket to the screen, without a password for the browser', async () => {
  const ticket = await ticketFor(alice);
  expect(ticket.url).toBe(`${api.url.replace('http', 'ws')}/api/console`);
  expect(ticket.protocols).toEqual(['binary', expect.stringMatching(/^ticket\../)]);
  const lifetime = Date.parse(ticket.expiresAt) - Date.now();
  expect(lifetime).toBeGreaterThan(20_000);
  expect(lifetime).toBeLessThanOrEqual(30_000);

  const { status, viewer } = await Viewer.knock(ticket);
  expect([status, viewer.socket.protocol]).toEqual([101, 'binary']);
  const screen = await viewer.shakeHands();
  expect(screen).toMatchObject({ version: 'RFB 003.008\n', security: [1], result: 0 });
  expect(screen.width * screen.height).toBeGreaterThan(0);
  const picture = await viewer.picture(screen.width, screen.height);
  expect(new Set(picture).size).toBeGreaterThan(1);
  viewer.socket.close();
  await viewer.closed;
});

it('lets a ticket in once, and none that was made up or put elsewhere', async () => {
  const ticket = await ticketFor(alice);
  const { viewer } = await Viewer.knock(ticket);
  expect((await Viewer.knock(ticket)).status).toBe(401);
  expect((await Viewer.knock({ ...ticket, protocols: ['binary', 'ticket.AAAA'] })).status).toBe(401);
  expect((await Viewer.knock({ ...ticket, protocols: ['binary'] })).status).toBe(401);
  const fresh = await ticketFor(alice);
  expect((await Viewer.knock(fresh, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await Viewer.knock({ ...fresh, url: fresh.url.replace('/console', '/other') })).status).toBe(404);
  // A refusal before it was looked at has not used it up.
  const own = await Viewer.knock(fresh, { origin: api.url });
  expect(own.status).toBe(101);
  for (const each of [viewer, own.viewer]) each.socket.terminate();
});

it('gives no ticket for the VM of another, nor for one without a screen', async () => {
  const bob = await signIn(api, 'bob');
  const refused = await bob.problem('POST', `/api/vms/${vm.id}/console`, { mode: 'view' });
  expect(refused.status).toBe(404);
  await installation.host.change(vm.id, { power: 'off' });
  await eventually('it is off', async () => (await alice.vm(vm.id))?.state === 'stopped');
  const off = await alice.problem('POST', `/api/vms/${vm.id}/console`, { mode: 'view' });
  expect(off.status).toBe(409);
  await alice.act(vm.id, 'start');
  await alice.reached(vm.id, 'running');
});

it('closes when its viewer signs out, and for no one else', async () => {
  const [leaving, staying] = [await signIn(api, 'alice'), await open(alice)];
  const viewer = await open(leaving);
  await viewer.shakeHands();
  const { width, height } = await staying.shakeHands();
  const waiting = await ticketFor(leaving);
  const signedOut = Date.now();
  expect((await leaving.send('POST', '/api/auth/logout')).status).toBe(204);
  const { code, at } = await within(PATIENCE_MS, 'the console closes', viewer.closed);
  expect(code).toBe(4001);
  tellTime('a console closes after signing out', at - signedOut);
  expect((await Viewer.knock(waiting)).status).toBe(401);
  expect((await staying.picture(width, height)).length).toBe(width * height * 4);
  staying.socket.terminate();
});

it('lets a watcher look and nothing else', async () => {
  const prof = await signIn(api, 'prof');
  const watcher = await open(prof, 'view');
  const { width, height } = await watcher.shakeHands();
  const before = await watcher.picture(width, height);
  const key = (down: number, code: number) => Buffer.of(4, down, 0, 0, 0, 0, 0, code);
  for (const letter of 'intrus') for (const down of [1, 0]) watcher.say(key(down, letter.charCodeAt(0)));
  expect((await watcher.picture(width, height)).equals(before)).toBe(true);

  const owner = await open(alice);
  await owner.shakeHands();
  owner.say(key(1, 'a'.charCodeAt(0)));
  await eventually('the owner’s key shows', async () => {
    return !(await owner.picture(width, height)).equals(before);
  });
  for (const each of [watcher, owner]) each.socket.terminate();
});

it('closes when its machine stops, and when it is deleted', async () => {
  const stopping = await open(alice);
  await stopping.shakeHands();
  await alice.act(vm.id, 'force-off');
  expect((await within(PATIENCE_MS, 'the console closes', stopping.closed)).code).toBe(4002);
  await alice.reached(vm.id, 'stopped');
  await alice.act(vm.id, 'start');
  await alice.reached(vm.id, 'running');
  const deleting = await open(alice);
  await deleting.shakeHands();
  await alice.remove(vm.id);
  expect((await within(PATIENCE_MS, 'the console closes', deleting.closed)).code).toBe(4004);
  await alice.gone(vm.id);
});

it('leaves no ticket in the log', () => {
  expect(api.output).toContain('/api/vms/');
  expect(api.output).not.toMatch(/ticket\.[A-Za-z0-9_-]{8}/);
});
