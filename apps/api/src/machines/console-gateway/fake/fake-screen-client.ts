import type { Socket } from 'node:net';
import { Client, messageHead } from '../rfb/client-message.js';
import { converse } from '../rfb/converse.js';
import { Hearing, type Dialogue } from '../rfb/dialogue.js';
import { Encoding } from '../rfb/encoding.js';
import { overlap, rectangleHead, type Rectangle } from '../rfb/rectangle.js';
import type { Picture, PixelShifts } from './picture.js';
import { screenSide, serverInit } from './screen-side.js';

/** What somebody did at the keyboard or with the mouse. */
export type ScreenEvent =
  { kind: 'key'; keysym: number; down: boolean } | { kind: 'pointer'; x: number; y: number; buttons: number };

interface Shown {
  readonly picture: Picture;
  readonly title: string;
  readonly password: string | null;
  happened(event: ScreenEvent): void;
}

/** One viewer of a fake screen. */
export class FakeScreenClient {
  private shifts: PixelShifts = { red: 16, green: 8, blue: 0 };
  private wanted: Rectangle | undefined;
  private changed = true;
  private isResized = false;
  private hearsOfSize = false;

  constructor(
    readonly socket: Socket,
    private readonly shown: Shown,
  ) {
    socket.on('error', () => undefined);
    socket.on('drain', () => this.update());
  }

  async serve(signal: AbortSignal): Promise<void> {
    const { picture, title, password } = this.shown;
    if (!(await converse(this.socket, screenSide(password), signal))) return this.socket.destroySoon();
    this.socket.write(serverInit(picture.width, picture.height, title));
    const hearing = new Hearing(this.obey());
    for await (const bytes of this.socket) hearing.hear(bytes);
  }

  pictureChanged(): void {
    this.changed = true;
    this.update();
  }

  pictureResized(): void {
    this.isResized = this.hearsOfSize;
    this.pictureChanged();
  }

  private *obey(): Dialogue<never> {
    for (;;) {
      const { type, bytes, rest } = yield* messageHead();
      const message = Buffer.concat([bytes, yield rest]);
      if (type === Client.SetPixelFormat) this.setPixelFormat(message);
      if (type === Client.SetEncodings) this.setEncodings(message);
      if (type === Client.FramebufferUpdateRequest) this.request(message);
      if (type === Client.KeyEvent) this.key(message.readUInt8(1), message.readUInt32BE(4));
      if (type === Client.Qemu) this.key(message.readUInt16BE(2), message.readUInt32BE(4));
      if (type === Client.PointerEvent) {
        const [buttons, x, y] = [message.readUInt8(1), message.readUInt16BE(2), message.readUInt16BE(4)];
        this.shown.happened({ kind: 'pointer', x, y, buttons });
      }
    }
  }

  private key(down: number, keysym: number): void {
    this.shown.happened({ kind: 'key', keysym, down: down === 1 });
  }

  private setPixelFormat(message: Buffer): void {
    // noVNC asks for 32 bits; anything else has no place in a fake.
    if (message.readUInt8(4) !== 32) this.socket.destroy();
    this.shifts = { red: message.readUInt8(14), green: message.readUInt8(15), blue: message.readUInt8(16) };
  }

  private setEncodings(message: Buffer): void {
    this.hearsOfSize = false;
    for (let at = 4; at < message.length; at += 4)
      this.hearsOfSize ||= message.readInt32BE(at) === Encoding.DesktopSize;
  }

  private request(message: Buffer): void {
    const { width, height } = this.shown.picture;
    const [x, y] = [Math.min(message.readUInt16BE(2), width), Math.min(message.readUInt16BE(4), height)];
    this.wanted = {
      x,
      y,
      width: Math.min(message.readUInt16BE(6), width - x),
      height: Math.min(message.readUInt16BE(8), height - y),
    };
    if (message.readUInt8(1) === 0) this.changed = true;
    this.update();
  }

  /** One update per request, and none while the viewer still has to read the last one. */
  private update(): void {
    if (!this.wanted || !this.changed || this.socket.writableNeedDrain) return;
    const { picture } = this.shown;
    const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
    const one = Buffer.of(0, 0, 0, 1);
    if (this.isResized) {
      this.socket.write(Buffer.concat([one, rectangleHead(whole, Encoding.DesktopSize)]));
    } else {
      const area = overlap(this.wanted, whole);
      this.socket.write(
        Buffer.concat([one, rectangleHead(area, Encoding.Raw), picture.raw(area, this.shifts)]),
      );
    }
    this.wanted = undefined;
    this.changed = this.isResized;
    this.isResized = false;
  }
}
