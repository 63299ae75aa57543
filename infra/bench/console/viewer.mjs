// A client of a VNC server on a socket or a WebSocket; it reads what it is told without making a picture of it.
import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { KEY, PONG_LENGTH } from './words.mjs';

const LIMIT_MS = 60_000;

export class Viewer {
  received = 0;
  updates = 0;
  #held = [];
  #heldLength = 0;
  #waiting;
  #send;

  static async open({ port, url, protocols }) {
    if (!url) {
      const socket = connect(port, '127.0.0.1').setNoDelay(true);
      await once(socket, 'connect');
      const viewer = new Viewer(
        (bytes) => socket.write(bytes),
        () => socket.destroy(),
      );
      socket.on('data', (bytes) => viewer.#take(bytes));
      socket.once('close', () => viewer.#lose(new Error('closed')));
      return viewer;
    }
    const socket = new WebSocket(url, protocols, { perMessageDeflate: false });
    const viewer = new Viewer(
      (bytes) => socket.send(bytes),
      () => socket.terminate(),
    );
    socket.on('message', (bytes) => viewer.#take(bytes));
    socket.on('close', (code, reason) => viewer.#lose(new Error(`closed: ${code} ${reason}`)));
    await once(socket, 'open', { signal: AbortSignal.timeout(LIMIT_MS) });
    return viewer;
  }

  constructor(send, close) {
    this.#send = send;
    this.close = close;
  }

  /** Up to and with ServerInit. */
  async shakeHands() {
    this.#send(await this.#read(12));
    await this.#read(2);
    this.#send(Buffer.of(1));
    await this.#read(4);
    this.#send(Buffer.of(1));
    const init = await this.#read(24);
    await this.#read(init.readUInt32BE(20));
  }

  press(keysym) {
    this.#send(Buffer.of(4, 1, 0, 0, 0, 0, 0, keysym));
  }

  /** In milliseconds: there and back. */
  async ping() {
    const began = performance.now();
    this.#send(Buffer.of(5, 0, 0, 1, 0, 1));
    await this.#read(PONG_LENGTH);
    return performance.now() - began;
  }

  /** In seconds. */
  async take(mebibytes) {
    const began = performance.now();
    const end = this.received + mebibytes * 1024 * 1024;
    this.#press(KEY.mebibytes | mebibytes);
    await this.#drop(end);
    return (performance.now() - began) / 1000;
  }

  /** From now on it is told of small changes, and reads and forgets them. */
  hearChanges(hertz) {
    this.#press(KEY.hertz | hertz);
    this.#waiting = { until: Infinity, resolve() {}, reject() {} };
  }

  /** Looks for good, an update after the other. */
  async look() {
    const encodings = [7, 0, -223, -239];
    const message = Buffer.alloc(4 + 4 * encodings.length);
    message.set([2, 0, 0, encodings.length]);
    encodings.forEach((encoding, index) => message.writeInt32BE(encoding, 4 + 4 * index));
    this.#send(message);
    this.#ask(0);
    for (;;) {
      const count = (await this.#read(4)).readUInt16BE(2);
      for (let left = count; left > 0; left--) await this.#rectangle();
      this.updates++;
      this.#ask(1);
    }
  }

  #ask(isIncremental) {
    const request = Buffer.alloc(10);
    request.set([3, isIncremental]);
    request.writeUInt16BE(1280, 6);
    request.writeUInt16BE(800, 8);
    this.#send(request);
  }

  async #rectangle() {
    const head = await this.#read(12);
    const [width, height, encoding] = [head.readUInt16BE(4), head.readUInt16BE(6), head.readInt32BE(8)];
    if (encoding === 0) return void (await this.#read(width * height * 4));
    if (encoding !== 7) throw new Error(`encoding ${encoding}`);
    const control = (await this.#read(1))[0];
    if (control === 0x80) return void (await this.#read(3));
    let bytes = width * height * 3;
    if (control & 0x40) {
      const colours = (await this.#read(2))[1] + 1;
      await this.#read(3 * colours);
      bytes = (colours === 2 ? Math.ceil(width / 8) : width) * height;
    }
    if (bytes < 12) return void (await this.#read(bytes));
    let length = 0;
    for (let shift = 0; shift <= 14; shift += 7) {
      const byte = (await this.#read(1))[0];
      length |= (shift < 14 ? byte & 0x7f : byte) << shift;
      if (byte < 0x80) break;
    }
    await this.#read(length);
  }

  #press(key) {
    const message = Buffer.alloc(8);
    message.set([4, 1]);
    message.writeUInt32BE(key, 4);
    this.#send(message);
  }

  #read(length) {
    return new Promise((resolve, reject) => {
      this.#waiting = { length, resolve, reject };
      this.#serve();
    });
  }

  #drop(until) {
    return new Promise((resolve, reject) => (this.#waiting = { until, resolve, reject }));
  }

  #take(bytes) {
    this.received += bytes.length;
    const { until } = this.#waiting ?? {};
    if (until === undefined) {
      this.#held.push(bytes);
      this.#heldLength += bytes.length;
      this.#serve();
    } else if (this.received >= until) this.#waiting.resolve();
  }

  #serve() {
    if (!this.#waiting || this.#heldLength < this.#waiting.length) return;
    const { length, resolve } = this.#waiting;
    this.#waiting = undefined;
    const all = this.#held.length === 1 ? this.#held[0] : Buffer.concat(this.#held);
    this.#held = [all.subarray(length)];
    this.#heldLength -= length;
    resolve(all.subarray(0, length));
  }

  #lose(error) {
    this.#waiting?.reject?.(error);
  }
}
