import { EventEmitter, once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConsoleMode } from '@vm-manager/contracts';
import { WebSocket, WebSocketServer } from 'ws';
import type { Screen } from '../../hosts/libvirt/hypervisor.js';
import { BrowserStream } from './browser-stream.js';
import { Closing } from './closing.js';
import { ConsoleSession } from './console-session.js';
import { OpenConsoles } from './open-consoles.js';
import { FakeScreen } from './fake/fake-screen.js';
import type { ConsoleScreens } from './console-screens.js';
import { SharedScreens } from './screen-fan-out/shared-screens.js';
import { until } from '../../testing/until.js';
import { VncViewer } from './testing/vnc-viewer.js';

const KEY_A = '04 01 0000 00000061';
const POINTER = '05 01 0010 0020';
/** Megabytes are moved here, by a machine that may be busy. */
const UPDATE_REQUEST = '03 01 0000 0000 0001 0001';

let screen: FakeScreen;
let sockets: WebSocketServer;
let consoles: OpenConsoles;
let shared: SharedScreens;
let inputs: number;
let endpoint: () => Promise<Screen>;
/** What the VM's record says when the screen is gone. */
let whyGone: Closing | undefined;
/** What is left open keeps the process from ending, also after a test that fails. */
let impostors: { destroy(): unknown }[];

async function view(mode: ConsoleMode, handshakeLimit = 5000): Promise<VncViewer> {
  sockets.once('connection', (socket) => {
    const open = consoles.open({ userId: 'alice', sessionId: 'browser', vmId: 'vm', mode, kind: 'screen' });
    open.serveAs(mode);
    const session = new ConsoleSession(new BrowserStream(socket), open, () => inputs++, handshakeLimit);
    void session.run({ screenOf: endpoint, whyGone: async (_, otherwise) => whyGone ?? otherwise }, shared);
  });
  const { port } = sockets.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { closeTimeout: 500 } as object);
  const viewer = new VncViewer(socket);
  await once(socket, 'open');
  return viewer;
}

/** A TCP server that does as told, where a screen should be. */
async function impostor(behave: (socket: Socket) => void): Promise<void> {
  const server = createServer((socket) => {
    impostors.push(socket);
    behave(socket);
  }).listen(0, '127.0.0.1');
  impostors.push({ destroy: () => server.close() });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  endpoint = async () => ({ host: '127.0.0.1', port, password: null });
}

beforeEach(async () => {
  inputs = 0;
  impostors = [];
  whyGone = undefined;
  consoles = new OpenConsoles();
  shared = new SharedScreens({ screenOf: () => endpoint() } as unknown as ConsoleScreens);
  screen = await FakeScreen.open({ password: 'secret12', title: 'Démonstration' });
  endpoint = async () => screen.endpoint;
  sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', closeTimeout: 500 } as object);
  await once(sockets, 'listening');
});

afterEach(async () => {
  for (const client of sockets.clients) client.terminate();
  sockets.close();
  for (const left of impostors) left.destroy();
  await screen.close();
});

describe('a console', () => {
  it.each(['control', 'view'] as const)(
    'shows the screen in mode %s, and asks for no password',
    async (mode) => {
      const viewer = await view(mode);
      expect(await viewer.shakeHands()).toBe('Démonstration');
      const pixels = await viewer.wholeScreen(800, 600);
      const drawn = screen.picture.raw(
        { x: 0, y: 0, width: 800, height: 600 },
        { red: 16, green: 8, blue: 0 },
      );
      expect(pixels.equals(drawn)).toBe(true);
    },
  );

  it('carries keys and pointer to the screen in control mode, and notices them as use', async () => {
    const viewer = await view('control');
    await viewer.shakeHands();
    for (const message of [UPDATE_REQUEST, KEY_A, POINTER]) viewer.say(message);
    await until('both events', () => screen.events.length === 2);
    expect(screen.events).toEqual([
      { kind: 'key', keysym: 0x61, down: true },
      { kind: 'pointer', x: 16, y: 32, buttons: 1 },
    ]);
    expect(inputs).toBe(2);
  });

  it('lets a watcher see but not touch', async () => {
    const viewer = await view('view');
    await viewer.shakeHands();
    for (const message of [KEY_A, POINTER, 'ff 00 0001 00000061 0000001e']) viewer.say(message);
    // The picture was asked for after the keys: when it is there, keys would have arrived, too.
    await viewer.wholeScreen(8, 8);
    expect({ events: screen.events, inputs }).toEqual({ events: [], inputs: 0 });
  });

  it('ends when a watcher says something that is not understood', async () => {
    const viewer = await view('view');
    await viewer.shakeHands();
    viewer.say('fd 01 0000');
    expect(await viewer.farewell).toEqual(Closing.NotUnderstood);
  });

  it('ends with a reason when the screen goes, after the last of its bytes', async () => {
    const viewer = await view('control');
    await viewer.shakeHands();
    viewer.say('03 00 0000 0000 0320 0258');
    await viewer.read(16);
    screen.dropViewers();
    await viewer.read(800 * 600 * 4);
    expect(await viewer.farewell).toEqual(Closing.ScreenGone);
    await until('the console is closed', () => consoles.all().length === 0);
  });

  it('says that its VM is deleted when that took the screen, whether it was shown or not', async () => {
    const viewer = await view('view');
    await viewer.shakeHands();
    whyGone = Closing.VmDeleted;
    screen.dropViewers();
    expect(await viewer.farewell).toEqual(Closing.VmDeleted);
    endpoint = () => Promise.reject(new Error('no such machine'));
    expect(await (await view('control')).farewell).toEqual(Closing.VmDeleted);
  });

  it('leaves the screen when the browser goes', async () => {
    const viewer = await view('control');
    await viewer.shakeHands();
    viewer.socket.terminate();
    await until('the screen is left', () => screen.viewers === 0 && consoles.all().length === 0);
  });

  it('ends at once for the session whose rights are lost, even if nobody reads', async () => {
    const viewer = await view('control');
    await viewer.shakeHands();
    viewer.socket.pause();
    consoles.closeFor({ sessionId: 'another' }, Closing.RightsLost);
    expect(consoles.all()).toHaveLength(1);
    consoles.closeFor({ sessionId: 'browser' }, Closing.RightsLost);
    await until('the screen is left', () => screen.viewers === 0);
    viewer.socket.resume();
    expect(await viewer.farewell).toEqual(Closing.RightsLost);
  });

  it('refuses text', async () => {
    const viewer = await view('control');
    await viewer.shakeHands();
    viewer.socket.send('hello');
    expect(await viewer.farewell).toEqual(Closing.NotBinary);
  });

  it('gives up on a browser that does not begin', async () => {
    const viewer = await view('control', 200);
    expect(await viewer.farewell).toEqual(Closing.TimedOut);
    await until('the screen is left', () => screen.viewers === 0);
  });

  it('gives up on a browser that does not speak RFB', async () => {
    const viewer = await view('control');
    viewer.socket.send(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    expect(await viewer.farewell).toEqual(Closing.NotUnderstood);
  });
});

describe('a console without a screen', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['says nothing', () => undefined],
    ['hangs up', (socket) => socket.end()],
    ['is no VNC server', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ])('says so when what listens there %s', async (_, behave) => {
    await impostor((socket) => behave(socket.on('error', () => undefined)));
    const viewer = await view('control', 200);
    expect(await viewer.farewell).toEqual(Closing.ScreenUnavailable);
  });

  it('says so when the password is wrong, nothing listens, or the hypervisor has no answer', async () => {
    endpoint = async () => ({ ...screen.endpoint, password: 'wrong' });
    expect(await (await view('control')).farewell).toEqual(Closing.ScreenUnavailable);
    endpoint = async () => ({ socketPath: '/nonexistent', password: null });
    expect(await (await view('control')).farewell).toEqual(Closing.ScreenUnavailable);
    endpoint = () => new Promise(() => undefined);
    expect(await (await view('control', 200)).farewell).toEqual(Closing.ScreenUnavailable);
  });
});

describe('back-pressure', () => {
  it('stops the screen while the browser does not read, and then loses no byte', async () => {
    const chunks = Array.from({ length: 16 }, (_, number) => Buffer.alloc(320 * 1024, `chunk ${number}, `));
    const rounds = 10;
    let taken = 0;
    const keys = new EventEmitter();
    await impostor((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => keys.emit('arrived'));
      socket.write('RFB 003.003\n');
      const flow = function* () {
        for (; taken < rounds * chunks.length; taken++) yield chunks[taken % chunks.length];
      };
      socket.once('data', () => {
        socket.write(Buffer.from('00000001', 'hex'));
        socket.once('data', () => Readable.from(flow(), { objectMode: false }).pipe(socket, { end: false }));
      });
    });
    const viewer = await view('control');
    await viewer.read(12);
    viewer.socket.send(Buffer.from('RFB 003.003\n'));
    await viewer.read(4);
    viewer.socket.pause();
    viewer.say('01');
    await until('the picture begins', () => taken > 0);
    // While a key goes all the way to the screen, whoever still takes the picture takes more of it: a chunk at least in 20 ways.
    const press = async () => {
      const arrived = once(keys, 'arrived');
      viewer.say(KEY_A);
      await arrived;
    };
    for (let before = -1; before !== taken;) {
      before = taken;
      for (let key = 0; key < 20; key++) await press();
    }
    // 50 MB are on offer; what was taken of them is in the kernel's buffers, not in ours.
    expect(taken).toBeLessThan(rounds * chunks.length);
    const [served] = sockets.clients;
    expect(served?.bufferedAmount).toBeLessThan(256 * 1024);
    viewer.socket.resume();
    const whole = Buffer.concat(chunks);
    for (let round = 0; round < rounds; round++) {
      expect((await viewer.read(whole.length)).equals(whole)).toBe(true);
    }
  });

  it('stops a browser that sends more than the screen reads', async () => {
    await impostor((socket) => {
      socket.on('error', () => undefined);
      socket.write('RFB 003.003\n');
      socket.once('data', () => socket.write(Buffer.from('00000001', 'hex'), () => socket.pause()));
    });
    const viewer = await view('control');
    await viewer.read(12);
    viewer.socket.send(Buffer.from('RFB 003.003\n'));
    await viewer.read(4);
    viewer.say('01');
    const paste = Buffer.alloc(64 * 1024);
    paste.set([6, 0, 0, 0, 0, 0, 0xff, 0xf8]);
    const [served] = sockets.clients;
    // As much as gets through, which the kernel's buffers decide (net.ipv4.tcp_rmem); 256 MB never do.
    let left = 4096;
    await until('both sides are held back', () => {
      for (; left > 0 && viewer.socket.bufferedAmount < 2 * 1024 * 1024; left--) viewer.socket.send(paste);
      return served?.isPaused === true && viewer.socket.bufferedAmount > 1024 * 1024;
    });
    expect(left).toBeGreaterThan(0);
    viewer.socket.terminate();
  });
});
