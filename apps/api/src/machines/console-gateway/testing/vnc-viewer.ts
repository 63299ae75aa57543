import { once } from 'node:events';
import { WebSocket, type RawData } from 'ws';

/** What a viewer's `close` said. */
export interface Farewell {
  code: number;
  reason: string;
}

const VERSION = 'RFB 003.008\n';

/** A VNC client on a WebSocket, as plain as can be: what it reads are bytes, what it says are bytes. */
export class VncViewer {
  readonly farewell: Promise<Farewell>;
  private received: Buffer[] = [];
  private receivedLength = 0;

  constructor(readonly socket: WebSocket) {
    socket.on('error', () => undefined);
    socket.on('message', (bytes: RawData) => {
      this.received.push(bytes as Buffer);
      this.receivedLength += (bytes as Buffer).length;
      socket.emit('received');
    });
    this.farewell = new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    );
  }

  async read(length: number): Promise<Buffer> {
    while (this.receivedLength < length) await once(this.socket, 'received');
    const all = Buffer.concat(this.received);
    this.received = [all.subarray(length)];
    this.receivedLength -= length;
    return all.subarray(0, length);
  }

  say(hex: string): void {
    this.socket.send(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
  }

  /** Up to and with ServerInit; the name of the screen. */
  async shakeHands(): Promise<string> {
    await this.read(VERSION.length);
    this.socket.send(Buffer.from(VERSION));
    await this.read(2);
    this.say('01');
    await this.read(4);
    this.say('01');
    const init = await this.read(24);
    return (await this.read(init.readUInt32BE(20))).toString();
  }

  /** The pixels of an update of the whole screen. */
  async wholeScreen(width: number, height: number): Promise<Buffer> {
    const size = [width, height].map((value) => value.toString(16).padStart(4, '0')).join('');
    this.say(`03 00 0000 0000 ${size}`);
    await this.read(16);
    return this.read(width * height * 4);
  }
}
