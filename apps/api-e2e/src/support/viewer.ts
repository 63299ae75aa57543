import type { ConsoleTicket } from '@vm-manager/contracts';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { eventually } from './eventually.js';

const VERSION = 'RFB 003.008\n';

/** A VNC client as plain as can be, on the WebSocket that a ticket opens. */
export class Viewer {
  readonly closed: Promise<{ code: number; at: number }>;
  private received = Buffer.alloc(0);

  private constructor(readonly socket: WebSocket) {
    socket.on('error', () => undefined);
    socket.on('message', (bytes: Buffer) => (this.received = Buffer.concat([this.received, bytes])));
    this.closed = once(socket, 'close').then(([code]) => ({ code: code as number, at: Date.now() }));
  }

  /** The status that answers the upgrade: 101 opens the viewer. */
  static async knock(
    { url, protocols }: Pick<ConsoleTicket, 'url' | 'protocols'>,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; viewer: Viewer }> {
    const viewer = new Viewer(new WebSocket(url, protocols, { headers }));
    const opened = once(viewer.socket, 'open').then(() => 101);
    const refused = once(viewer.socket, 'unexpected-response').then(([, response]) => {
      (response as IncomingMessage).resume();
      return (response as IncomingMessage).statusCode ?? 0;
    });
    for (const end of [opened, refused]) end.catch(() => undefined);
    return { status: await Promise.race([opened, refused]), viewer };
  }

  async read(length: number): Promise<Buffer> {
    await eventually(`${length} bytes arrive`, () => this.received.length >= length, {
      seen: () => this.received.toString('hex').slice(0, 200),
    });
    const bytes = this.received.subarray(0, length);
    this.received = this.received.subarray(length);
    return bytes;
  }

  say(bytes: Buffer | string): void {
    this.socket.send(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  }

  /** Resolves with what the screen said of itself; the security types that were offered among it. */
  async shakeHands() {
    const version = (await this.read(VERSION.length)).toString();
    this.say(VERSION);
    const [count = 0] = await this.read(1);
    const security = [...(await this.read(count))];
    this.say(Buffer.of(1));
    const result = (await this.read(4)).readUInt32BE();
    this.say(Buffer.of(1));
    const init = await this.read(24);
    const name = (await this.read(init.readUInt32BE(20))).toString();
    const [width, height] = [init.readUInt16BE(0), init.readUInt16BE(2)];
    return { version, security, result, name, width, height };
  }

  /** The pixels of the whole screen, four bytes each. */
  async picture(width: number, height: number): Promise<Buffer> {
    const request = Buffer.alloc(10);
    request[0] = 3;
    request.writeUInt16BE(width, 6);
    request.writeUInt16BE(height, 8);
    this.say(request);
    const [type] = await this.read(16);
    if (type !== 0) throw new Error(`Message ${type} is no picture`);
    return this.read(width * height * 4);
  }
}
