import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ConsoleTicket, type OpenConsole, type Vm } from '@vm-manager/contracts';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { Installation } from '../support/installation.js';
import { Viewer } from '../support/viewer.js';
import { json, signIn, type Visitor } from '../support/visitor.js';
import { ProductNginx } from './product-nginx.js';

const MINUTES = 60_000;
/** Fewer, to try this file itself. */
const IDLE_MINUTES = Number(process.env['VMM_TEST_IDLE_MINUTES'] ?? 60);
const KEY = Buffer.of(4, 1, 0, 0, 0, 0, 0, 'A'.charCodeAt(0));

let installation: Installation;
let nginx: ProductNginx;
let alice: Visitor;
let vm: Vm;

beforeAll(async () => {
  installation = await Installation.make();
  const folder = join(installation.folder, 'nginx');
  await mkdir(folder);
  const [port, socket] = [await freePort(), join(installation.folder, 'api.sock')];
  // The product asks nginx for an hour; others are left at nginx's own minute.
  nginx = await ProductNginx.make(folder, { port, socket, patience: '60s' });
  await installation.start({ HOST: socket });
  await nginx.start();
  alice = await signIn({ url: `http://127.0.0.1:${port}` }, 'alice');
  vm = await alice.created('veille');
});
afterAll(async () => {
  await nginx.kill();
  await installation.dispose();
});

/** A console that counts how often it was asked for a sign of life. */
async function open(wish: Partial<OpenConsole>) {
  const path = `/api/vms/${vm.id}/console`;
  const ticket = ConsoleTicket.parse(await json(await alice.send('POST', path, wish), 201));
  const { status, viewer } = await Viewer.knock(ticket);
  expect(status).toBe(101);
  const signs = { pings: 0, end: null as { code: number; at: number } | null };
  viewer.socket.on('ping', () => (signs.pings += 1));
  void viewer.closed.then((end) => (signs.end = end));
  return { viewer, signs };
}

it(
  `consoles that nobody touches for ${IDLE_MINUTES} minutes are still there behind an nginx that waits for one`,
  async () => {
    const [control, view] = [await open({ mode: 'control' }), await open({ mode: 'view' })];
    const line = await open({ kind: 'serial' });
    const { width, height } = await control.viewer.shakeHands();
    await view.viewer.shakeHands();
    const before = await view.viewer.picture(width, height);
    const startedAt = Date.now();
    const consoles = { control, view, line };
    await pause(IDLE_MINUTES * MINUTES);
    for (const [name, { signs }] of Object.entries(consoles)) {
      const minutes = ((Date.now() - startedAt) / MINUTES).toFixed(1);
      process.stdout.write(`  ${name}: idle for ${minutes} minutes, ${signs.pings} pings\n`);
      expect(signs.end).toBeNull();
    }
    control.viewer.say(KEY);
    await eventually('what is typed is seen by who watches', async () => {
      return !(await view.viewer.picture(width, height)).equals(before);
    });
    const said: Buffer[] = [];
    line.viewer.socket.on('message', (bytes: Buffer) => said.push(bytes));
    line.viewer.say('eleve\r');
    await eventually('the serial line answers', () => Buffer.concat(said).toString().includes('eleve'));
    for (const { viewer } of Object.values(consoles)) viewer.socket.terminate();
  },
  (IDLE_MINUTES + 5) * MINUTES,
);
