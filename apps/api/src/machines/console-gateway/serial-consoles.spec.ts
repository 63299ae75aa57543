import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConsoleTicket } from '@vm-manager/contracts';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { WebSocket } from 'ws';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { FakeHost } from '../../hosts/fake-host/fake-host.js';
import { newDatabase } from '../../testing/new-database.js';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { KEPT_BYTES, SerialOutput } from '../serial-lines/serial-output.js';
import { VmEntity } from '../vms/vm.entity.js';
import { Closing } from './closing.js';
import { addRunningVm } from './testing/console-visitor.js';
import { cut } from './testing/cut.js';

/** One end of a line, as a browser has it. */
class Terminal {
  text = '';
  readonly farewell: Promise<{ code: number; reason: string }>;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (bytes: Buffer) => (this.text += bytes.toString()));
    this.farewell = once(socket, 'close').then(([code, reason]) => ({ code, reason: String(reason) }));
  }

  type(text: string | Buffer): void {
    this.socket.send(Buffer.from(text));
  }

  shows(text: string): Promise<void> {
    return until(`the line shows ${text}`, () => this.text.includes(text));
  }
}

let folder: string;
let first: TestApi;
let second: TestApi;
let alice: Visitor;
let vmId: string;
let opened: Terminal[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmm-serial-'));
  await newDatabase(join(folder, 'data'));
  first = await startApi({ dataDir: folder });
  second = await startApi({ dataDir: folder });
});
afterAll(async () => {
  await second.stop();
  await first.stop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  opened = [];
  alice = await signIn(first, 'alice');
  vmId = await addRunningVm(first, 'alice');
});
afterEach(() => {
  for (const { socket } of opened) socket.terminate();
});

const host = () => new FakeHost(join(first.app.get<Environment>(ENVIRONMENT).dataDir, 'fake-host'));
const order = (visitor = alice, mode = 'control') =>
  visitor.send('POST', `/api/vms/${vmId}/console`, { mode, kind: 'serial' });

async function open(visitor = alice, mode = 'control', through = first): Promise<Terminal> {
  const answer = await order(visitor, mode);
  expect(answer.status).toBe(201);
  const { url, protocols } = ConsoleTicket.parse(await answer.json());
  const terminal = new Terminal(
    new WebSocket(url.replace(new URL(first.url).host, new URL(through.url).host), protocols),
  );
  opened.push(terminal);
  await once(terminal.socket, 'open');
  return terminal;
}

describe('a serial console', () => {
  it('shows the boot to whoever comes, and to all, in every process, what one of them types', async () => {
    const owner = await open();
    await owner.shows('machine login: ');
    const late = await open(await signIn(first, 'prof'), 'view', second);
    await late.shows('machine login: ');
    expect(late.text).toContain('Linux version');
    owner.type('eleve\rsecret\r');
    await owner.shows('$ ');
    owner.type('date\r');
    for (const each of [owner, late]) await each.shows('date: entendu');
    expect(late.text).not.toContain('secret');
  });

  it('is written on through any process', async () => {
    const far = await open(alice, 'control', second);
    await far.shows('login: ');
    far.type('eleve\r');
    await far.shows('Mot de passe');
  });

  it('has one writer: whoever came last; the one before learns why their keys go nowhere', async () => {
    const before = await open();
    await before.shows('login: ');
    const now = await open(await signIn(first, 'prof'), 'control', second);
    await now.shows('login: ');
    before.type('intrus');
    expect(await before.farewell).toEqual(Closing.TakenOver);
    now.type('prof\r');
    await now.shows('Mot de passe');
    expect(now.text).not.toContain('intrus');
    now.socket.close();
    const again = await open();
    await again.shows('Mot de passe');
    again.type('\r');
    await again.shows('$ ');
  });

  it('takes nothing from a watcher, whatever the bytes and however they are cut', async () => {
    const watcher = await open(await signIn(first, 'prof'), 'view', second);
    await watcher.shows('login: ');
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }).chain((bytes) => cut(Buffer.from(bytes))),
        async (pieces) => {
          for (const piece of pieces) watcher.type(piece);
          // Answered after all that came before it was read.
          watcher.socket.ping();
          await once(watcher.socket, 'pong');
        },
      ),
      { numRuns: 50 },
    );
    const owner = await open();
    await owner.shows('login: ');
    owner.type('eleve');
    await watcher.shows('login: eleve');
    expect(watcher.text.endsWith('login: eleve')).toBe(true);
  });

  it('is closed for whoever signs out, and goes on for the others', async () => {
    const leaving = await signIn(first, 'alice');
    const [gone, there] = [await open(leaving, 'view', second), await open()];
    await gone.shows('login: ');
    await leaving.send('POST', '/api/auth/logout');
    expect(await gone.farewell).toEqual(Closing.RightsLost);
    there.type('eleve\r');
    await there.shows('Mot de passe');
  });

  it('ends with its machine, and says when that is deleted', async () => {
    const [here, far] = [await open(), await open(await signIn(first, 'prof'), 'view', second)];
    for (const each of [here, far]) await each.shows('login: ');
    await host().write('domain', vmId, { ...(await host().read('domain', vmId))!, power: 'off' });
    for (const each of [here, far]) expect(await each.farewell).toEqual(Closing.ScreenGone);
    vmId = await addRunningVm(first, 'alice');
    const deleted = await open();
    await deleted.shows('login: ');
    await alice.send('DELETE', `/api/vms/${vmId}`);
    expect(await deleted.farewell).toEqual(Closing.VmDeleted);
    await first.app.get(DataSource).getRepository(VmEntity).delete({ id: vmId });
    const left = await first.app
      .get(DataSource)
      .query('SELECT count(*)::int AS pieces FROM serial_output WHERE vm_id = $1', [vmId]);
    expect(left).toEqual([{ pieces: 0 }]);
  });

  it('is on record as what it is', async () => {
    const terminal = await open();
    await terminal.shows('login: ');
    const recorded: unknown[] = await first.app
      .get(DataSource)
      .query(`SELECT details FROM audit_log WHERE action = 'console.open' AND object_id = $1`, [vmId]);
    expect(recorded).toEqual([{ details: { mode: 'control', kind: 'serial' } }]);
  });

  it('is refused where the template has none, and to who may not see the VM', async () => {
    expect((await order(await signIn(first, 'bob'))).status).toBe(404);
    await first.app
      .get(DataSource)
      .getRepository(VmEntity)
      .update({ id: vmId }, { templateId: 'sans-serie' });
    const refused = await order();
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ type: '/problems/no-serial-line' });
  });
});

it('what is kept of a line is its last 64 KiB', async () => {
  const output = first.app.get(SerialOutput);
  await (await open()).shows('login: ');
  let position = await output.position(vmId);
  for (let at = 0; at < 20; at++)
    await output.append(vmId, Buffer.alloc(5_000, 97 + at), (position += 5_000));
  const { bytes, position: end } = await output.after(vmId, 0);
  expect(end).toBe(position);
  expect(bytes.length).toBeGreaterThanOrEqual(KEPT_BYTES);
  expect(bytes.length).toBeLessThan(KEPT_BYTES + 5_000);
  expect(bytes.toString().endsWith('t'.repeat(5_000))).toBe(true);
});

it('lines go on when the process that held them stops: another one takes them', async () => {
  const third = await startApi({ dataDir: folder });
  const far = await open(alice, 'control', second);
  await far.shows('login: ');
  await first.stop();
  first = third;
  const heard = far.text.length;
  await until('the line is held again', () => far.text.length > heard);
  far.type('eleve\r');
  await until('it is written on', () => far.text.slice(heard).includes('Mot de passe'));
});
