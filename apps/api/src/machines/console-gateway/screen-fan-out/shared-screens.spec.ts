import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import { until } from '../../../testing/until.js';
import { FakeScreen } from '../fake/fake-screen.js';
import type { ConsoleScreens } from '../console-screens.js';
import { Encoding } from '../rfb/encoding.js';
import { Watcher } from '../testing/watcher.js';
import { SharedScreens } from './shared-screens.js';
import type { WatchedScreen } from './watched-screen.js';

const VM = 'vm';

let screen: FakeScreen;
let shared: SharedScreens;
let endpoint: ConsoleScreens['screenOf'];

beforeEach(async () => {
  screen = await FakeScreen.open({ password: 'secret12', width: 300, height: 200 });
  endpoint = async () => screen.endpoint;
  shared = new SharedScreens({ screenOf: (vmId: string) => endpoint(vmId) } as ConsoleScreens);
});

afterEach(() => screen.close());

async function watch(signal = new AbortController().signal): Promise<Watcher & { screen: WatchedScreen }> {
  return new Watcher(await shared.watch(VM, signal)) as Watcher & { screen: WatchedScreen };
}

function type(character: string): void {
  screen.happened({ kind: 'key', keysym: character.charCodeAt(0), down: true });
}

/** What the screen shows, as a client has it. */
function shown(): Buffer {
  const { width, height } = screen.picture;
  return screen.picture.raw({ x: 0, y: 0, width, height }, { red: 0, green: 8, blue: 16 });
}

/** Looks until the picture is what the screen shows now. */
async function follow(watcher: Watcher): Promise<void> {
  const now = shown();
  while (!watcher.seen.pixels.equals(now)) await watcher.seeChange();
}

describe('a screen that is watched', () => {
  it('is opened once for forty, and each sees what changes', async () => {
    const watchers = await Promise.all(Array.from({ length: 40 }, () => watch()));
    for (const watcher of watchers) {
      expect(await watcher.begin()).toBe('Démonstration');
      await watcher.seeAll();
      expect(watcher.seen.pixels.equals(shown())).toBe(true);
    }
    type('a');
    await Promise.all(watchers.map(follow));
    expect({ visits: screen.visits, shared: shared.count }).toEqual({ visits: 1, shared: 1 });
    for (const { screen } of watchers) screen.destroy();
  });

  it('is all there for who comes late, in Tight and in Raw, byte for byte', async () => {
    const first = await watch();
    await first.begin();
    await first.seeAll();
    type('b');
    await follow(first);
    for (const encodings of [[Encoding.Tight], [Encoding.Raw], []]) {
      const late = await watch();
      await late.begin(encodings);
      await late.seeAll();
      expect(new Set(late.seen.encodings)).toEqual(new Set([encodings[0] ?? Encoding.Raw]));
      expect(late.seen.pixels.equals(shown())).toBe(true);
      late.screen.destroy();
    }
    first.screen.destroy();
  });

  it('is told in tiles, and what did not change is not sent again', async () => {
    const [one, other] = [await watch(), await watch()];
    for (const watcher of [one, other]) await watcher.begin();
    await one.seeAll();
    const before = one.screen.bytesRead;
    await other.seeAll();
    expect(one.seen.encodings).toHaveLength(5 * 4);
    expect(one.seen.pixels.equals(other.seen.pixels)).toBe(true);
    one.ask({ isIncremental: true });
    other.ask({ isIncremental: true });
    expect(one.screen.bytesRead).toBe(before);
    for (const { screen } of [one, other]) screen.destroy();
  });

  it('waits for nobody who does not read, and keeps one update for them at most', async () => {
    const [slow, quick] = [await watch(), await watch()];
    for (const watcher of [slow, quick]) {
      await watcher.begin();
      await watcher.seeAll();
    }
    slow.ask({ isIncremental: true });
    type('a');
    await follow(quick);
    await until('an update waits to be read', () => slow.screen.readableLength > 0);
    const waiting = slow.screen.readableLength;
    for (const character of 'bcdefghij') {
      slow.ask({ isIncremental: true });
      type(character);
      await follow(quick);
    }
    expect(slow.screen.readableLength).toBe(waiting);
    await slow.read();
    await follow(slow);
    for (const { screen } of [slow, quick]) screen.destroy();
  });

  it('that gets another size says so to who can hear it, and shows to the others what has room', async () => {
    const [able, unable] = [await watch(), await watch()];
    await able.begin();
    await unable.begin([Encoding.Tight]);
    for (const watcher of [able, unable]) await watcher.seeAll();
    for (const [width, height] of [
      [420, 150],
      [200, 260],
    ] as const) {
      screen.resize(width, height);
      await follow(able);
      expect([able.seen.width, able.seen.height]).toEqual([width, height]);
    }
    await unable.seeAll();
    expect([unable.seen.width, unable.seen.height]).toEqual([300, 200]);
    const row = (pixels: Buffer, width: number) => pixels.subarray(0, Math.min(width, 200) * 4);
    expect(row(unable.seen.pixels, 300).equals(row(shown(), 200))).toBe(true);
    for (const { screen } of [able, unable]) screen.destroy();
  });

  it('is left with the last who watches, and opened anew for the next', async () => {
    const [one, other] = [await watch(), await watch()];
    one.screen.destroy();
    await other.begin();
    await other.seeAll();
    other.screen.destroy();
    await until('the screen is left', () => screen.viewers === 0);
    expect(shared.count).toBe(0);
    const next = await watch();
    await next.begin();
    await next.seeAll();
    expect(screen.visits).toBe(2);
    next.screen.destroy();
  });

  it('that ends, ends for all, and is opened anew for who comes back', async () => {
    const watchers = [await watch(), await watch()];
    for (const watcher of watchers) await watcher.begin();
    const ends = watchers.map(({ screen }) => once(screen.resume(), 'end'));
    screen.dropViewers();
    await Promise.all(ends);
    const again = await watch();
    await again.begin();
    await again.seeAll();
    expect(again.seen.pixels.equals(shown())).toBe(true);
    expect({ visits: screen.visits, shared: shared.count }).toEqual({ visits: 2, shared: 1 });
    for (const { screen } of [...watchers, again]) screen.destroy();
    expect(shared.count).toBe(0);
  });

  it('that does not answer is given up by each who waits for it, and by the last with it', async () => {
    let connected = 0;
    const silent = createServer((socket) => {
      connected++;
      socket.on('error', () => undefined).on('close', () => connected--);
    }).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    endpoint = async () => ({ host: '127.0.0.1', port, password: null });
    const [one, other] = [new AbortController(), new AbortController()];
    const waiting = [watch(one.signal), watch(other.signal)];
    await until('it is asked', () => connected === 1);
    one.abort(new Error('one leaves'));
    await expect(waiting[0]).rejects.toThrow('one leaves');
    expect(shared.count).toBe(1);
    other.abort(new Error('the other leaves'));
    await expect(waiting[1]).rejects.toThrow('the other leaves');
    expect(shared.count).toBe(0);
    await until('it is left', () => connected === 0);
    silent.close();
  });

  it('that is nowhere is said to all who wait, and asked for again by the next', async () => {
    endpoint = () => Promise.reject(new Error('no such screen'));
    await Promise.all([
      expect(watch()).rejects.toThrow('no such'),
      expect(watch()).rejects.toThrow('no such'),
    ]);
    endpoint = async () => screen.endpoint;
    const next = await watch();
    expect(await next.begin()).toBe('Démonstration');
    next.screen.destroy();
  });

  it('leaves nothing behind, however often it is opened and at whatever moment it is left', async () => {
    const moments = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(moments, async (visitors) => {
        await Promise.all(
          visitors.map(async (stage) => {
            const leaving = new AbortController();
            const coming = watch(leaving.signal);
            if (stage === 0) leaving.abort(new Error('left'));
            const watcher = await coming.catch(() => undefined);
            if (stage >= 2) await watcher?.begin();
            if (stage === 3) await watcher?.seeAll();
            watcher?.screen.destroy();
          }),
        );
        expect(shared.count).toBe(0);
      }),
    );
    await until('the screen is left', () => screen.viewers === 0);
    // 3,000 rounds of `npm run test:random` take minutes.
  }, 600_000);
});

it('a watched screen is a stream like the socket to a screen', async () => {
  const { screen: watched } = await watch();
  expect(watched).toBeInstanceOf(Duplex);
  watched.destroy();
});
