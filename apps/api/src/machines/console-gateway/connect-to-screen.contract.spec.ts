import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Screen } from '../../hosts/libvirt/hypervisor.js';
import { connectToScreen } from './connect-to-screen.js';
import type { ConsoleScreens } from './console-screens.js';
import type { Dialogue } from './rfb/dialogue.js';
import { converse } from './rfb/converse.js';
import { FakeScreen } from './fake/fake-screen.js';
import { SharedScreens } from './screen-fan-out/shared-screens.js';
import { Watcher } from './testing/watcher.js';

interface Subject {
  endpoint: Screen;
  stop(): Promise<void>;
}

const QEMU = '/usr/bin/qemu-system-x86_64';
const PASSWORD = 'k3!hÉ0b2';

async function startFake(): Promise<Subject> {
  const screen = await FakeScreen.open({ password: PASSWORD });
  return { endpoint: screen.endpoint, stop: () => screen.close() };
}

/** A machine without a disk whose VNC asks for a password; the password is in no argument list. */
async function startQemu(): Promise<Subject> {
  const folder = await mkdtemp(join(tmpdir(), 'vmm-qemu-'));
  const [secret, socketPath] = [join(folder, 'secret'), join(folder, 'vnc')];
  await writeFile(secret, PASSWORD, { mode: 0o600 });
  const qemu = spawn(
    QEMU,
    [
      ...['-nodefaults', '-accel', 'tcg', '-m', '16', '-vga', 'std', '-display', 'none'],
      ...['-object', `secret,id=vnc,file=${secret}`],
      ...['-vnc', `unix:${socketPath},password-secret=vnc`],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const stop = async () => {
    await end(qemu);
    await rm(folder, { recursive: true, force: true });
  };
  for (let tries = 0; !existsSync(socketPath); tries++) {
    if (tries > 200) await stop().then(() => Promise.reject(new Error('QEMU opens no screen')));
    await pause(50);
  }
  return { endpoint: { socketPath, password: PASSWORD }, stop };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function* serverInit(): Dialogue<{ width: number; height: number; name: string }> {
  const head = yield 24;
  const name = (yield head.readUInt32BE(20)).toString();
  return { width: head.readUInt16BE(0), height: head.readUInt16BE(2), name };
}

const limit = () => AbortSignal.timeout(10_000);

describe.each([
  { what: 'the fake screen', start: startFake, name: 'Démonstration' },
  { what: 'QEMU', start: startQemu, name: 'QEMU' },
])('$what', ({ start, name }) => {
  let subject: Subject;

  beforeAll(async () => {
    subject = await start();
  });

  afterAll(() => subject?.stop());

  it('lets in who knows the password, and shows a screen that has a size', async () => {
    const screen = await connectToScreen(subject.endpoint, limit());
    const init = await converse(screen, serverInit(), limit());
    screen.destroy();
    expect(init.name).toContain(name);
    expect(init.width * init.height).toBeGreaterThan(0);
  });

  it('shares itself: the second viewer does not throw out the first', async () => {
    const first = await connectToScreen(subject.endpoint, limit());
    const second = await connectToScreen(subject.endpoint, limit());
    for (const screen of [first, second]) await converse(screen, serverInit(), limit());
    expect([first.readableEnded, second.readableEnded]).toEqual([false, false]);
    for (const screen of [first, second]) screen.destroy();
  });

  it('is watched: who shares a connection sees what is written on it', async () => {
    const shared = new SharedScreens({ screenOf: async () => subject.endpoint } as unknown as ConsoleScreens);
    const watchers = [];
    for (let count = 0; count < 2; count++) watchers.push(new Watcher(await shared.watch('vm', limit())));
    for (const watcher of watchers) {
      expect(await watcher.begin()).toContain(name);
      await watcher.seeAll();
      // The firmware takes a moment until it writes.
      while (watcher.seen.pixels.every((byte) => byte === 0)) await watcher.seeChange();
      watcher.screen.destroy();
    }
    expect(shared.count).toBe(0);
  });

  it('refuses a wrong password, and none', async () => {
    const wrong = connectToScreen({ ...subject.endpoint, password: 'wrong' }, limit());
    await expect(wrong).rejects.toThrow('the screen refused: Authentication failed');
    const none = connectToScreen({ ...subject.endpoint, password: null }, limit());
    await expect(none).rejects.toThrow('only security types 2');
  });
});
