// A VNC server that nobody has to install: 1280 by 800, no password, Raw. What it does beyond RFB is asked for by keys and the mouse.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { CHANGE_LENGTH, KEY, PONG_LENGTH } from './words.mjs';

const [WIDTH, HEIGHT] = [1280, 800];
/** Where the picture changes for those who ask for updates, and how often. */
const CHANGING = { x: 320, y: 256, width: 128, height: 128 };
const CHANGES_MS = 200;

const piece = Buffer.alloc(256 * 1024, 7);
const change = Buffer.alloc(CHANGE_LENGTH, 3);
let picture = Buffer.alloc(CHANGING.width * CHANGING.height * 4);
const watchers = new Set();
let connections = 0;

const server = createServer((socket) => {
  connections++;
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  void talk(socket);
}).listen(Number(process.argv[2]), '127.0.0.1');
await once(server, 'listening');
process.send?.('ready');
process.on('message', () => process.send?.({ connections }));
process.on('disconnect', () => process.exit());

setInterval(() => {
  // Black on white, as text is, and another text each time.
  picture = Buffer.alloc(picture.length, 255);
  for (let at = 0; at < picture.length; at += 4) if (Math.random() < 0.15) picture.fill(0, at, at + 4);
  for (const watcher of watchers) watcher.isNew = true;
  for (const watcher of watchers) watcher.answer();
}, CHANGES_MS);

async function talk(socket) {
  const reader = readerOf(socket);
  try {
    socket.write('RFB 003.008\n');
    await reader(12);
    socket.write(Buffer.of(1, 1));
    await reader(1);
    socket.write(Buffer.alloc(4));
    await reader(1);
    const init = Buffer.alloc(24);
    init.writeUInt16BE(WIDTH, 0);
    init.writeUInt16BE(HEIGHT, 2);
    init.set([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0], 4);
    socket.write(init);
    const watcher = watcherOn(socket);
    for (;;) await obey(socket, reader, watcher);
  } catch {
    socket.destroy();
  }
}

async function obey(socket, reader, watcher) {
  const type = (await reader(1))[0];
  if (type === 0) await reader(19);
  else if (type === 2) await reader(4 * (await reader(3)).readUInt16BE(1));
  else if (type === 3) watcher.ask((await reader(9))[0] === 1);
  else if (type === 4) press(socket, (await reader(7)).readUInt32BE(3));
  else if (type === 5) {
    await reader(5);
    socket.write(Buffer.alloc(PONG_LENGTH));
  } else throw new Error(`a message of type ${type}`);
}

function press(socket, key) {
  if (key & KEY.mebibytes) void pour(socket, key & 0xffff);
  if (key & KEY.hertz) {
    const timer = setInterval(() => socket.write(change), 1000 / (key & 0xffff));
    socket.once('close', () => clearInterval(timer));
  }
}

async function pour(socket, mebibytes) {
  for (let left = mebibytes * 4; left > 0 && !socket.destroyed; left--)
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
}

function watcherOn(socket) {
  const watcher = {
    isNew: true,
    isAsked: false,
    ask(isIncremental) {
      watchers.add(watcher);
      watcher.isAsked = true;
      if (!isIncremental) {
        // The whole screen, once; its colour does not matter.
        const head = rectangle({ x: 0, y: 0, width: WIDTH, height: HEIGHT });
        socket.write(Buffer.concat([head, Buffer.alloc(WIDTH * HEIGHT * 4, 200)]));
        watcher.isAsked = false;
      } else watcher.answer();
    },
    answer() {
      if (!watcher.isNew || !watcher.isAsked) return;
      watcher.isNew = watcher.isAsked = false;
      socket.write(Buffer.concat([rectangle(CHANGING), picture]));
    },
  };
  socket.once('close', () => watchers.delete(watcher));
  return watcher;
}

/** The head of an update of one rectangle, and of that. */
function rectangle({ x, y, width, height }) {
  const head = Buffer.alloc(16);
  head.writeUInt16BE(1, 2);
  [x, y, width, height].forEach((value, index) => head.writeUInt16BE(value, 4 + 2 * index));
  return head;
}

/** Reads so many bytes at a time; rejects when the socket is closed. */
function readerOf(socket) {
  let held = Buffer.alloc(0);
  let waiting;
  socket.on('data', (bytes) => {
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    serve();
  });
  socket.once('close', () => waiting?.reject(new Error('closed')));
  const serve = () => {
    if (!waiting || held.length < waiting.length) return;
    const { length, resolve } = waiting;
    waiting = undefined;
    const bytes = held.subarray(0, length);
    held = held.subarray(length);
    resolve(bytes);
  };
  return (length) =>
    new Promise((resolve, reject) => {
      waiting = { length, resolve, reject };
      serve();
    });
}
