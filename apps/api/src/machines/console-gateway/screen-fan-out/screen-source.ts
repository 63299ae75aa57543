import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Client } from '../rfb/client-message.js';
import { converse } from '../rfb/converse.js';
import { Hearing } from '../rfb/dialogue.js';
import { Encoding } from '../rfb/encoding.js';
import { RED_FIRST, writePixelFormat } from '../rfb/pixel-format.js';
import type { Rectangle } from '../rfb/rectangle.js';
import { Framebuffer } from './framebuffer.js';
import { hearScreen, hearServerInit, type ScreenCursor, type ScreenListener } from './hear-screen.js';

export interface Watcher {
  /** Something may be there to be shown. */
  screenChanged(): void;
  screenEnded(): void;
}

/**
 * One connection to a VM's screen and the picture that all who watch share. All that it ever says to the screen is said in this file:
 * how pixels are to be written, and that there may be another update. So nothing that a watcher says can reach the guest.
 */
export class ScreenSource implements ScreenListener {
  framebuffer: Framebuffer;
  cursor: ScreenCursor | undefined;
  /** False while an update is being painted, and until there is a picture: half of one is shown to nobody. */
  isWhole = false;
  /** Resolves when the screen has gone, or nobody watches any more. */
  readonly ended: Promise<void>;
  private isPainted = false;
  private isResized = false;
  private isAsked = false;
  private isOver = false;
  private readonly watchers = new Set<Watcher>();
  private readonly hearing: Hearing<never>;

  /** `socket` has passed the handshake. Destroyed by whoever opened it when this rejects. */
  static async open(socket: Duplex, signal: AbortSignal): Promise<ScreenSource> {
    const { width, height, name } = await converse(socket, hearServerInit(), signal);
    return new ScreenSource(socket, name, new Framebuffer(width, height));
  }

  private constructor(
    private readonly socket: Duplex,
    readonly name: string,
    framebuffer: Framebuffer,
  ) {
    const { width, height } = framebuffer;
    this.framebuffer = framebuffer;
    this.hearing = new Hearing(hearScreen(this, width, height));
    this.hearing.hear();
    this.ended = finished(socket, { writable: false }).then(
      () => this.end(),
      () => this.end(),
    );
    socket.write(Buffer.concat([Buffer.of(Client.SetPixelFormat, 0, 0, 0), writePixelFormat(RED_FIRST)]));
    socket.write(setEncodings([Encoding.Raw, Encoding.DesktopSize, Encoding.Cursor]));
    this.ask(false);
    socket.on('data', (bytes: Buffer) => this.hear(bytes));
  }

  join(watcher: Watcher): void {
    this.watchers.add(watcher);
    if (this.isOver) watcher.screenEnded();
  }

  leave(watcher: Watcher): void {
    this.watchers.delete(watcher);
  }

  /** Somebody who has seen everything would like to see what changes next. */
  askForMore(): void {
    if (!this.isAsked) this.ask(true);
  }

  close(): void {
    this.socket.destroy();
  }

  sized(width: number, height: number): void {
    this.framebuffer = new Framebuffer(width, height);
    this.isPainted = false;
    this.isResized = true;
  }

  beginsUpdate(): void {
    this.isAsked = false;
    this.isWhole = false;
    this.isResized = false;
  }

  painted(x: number, y: number, row: Buffer): void {
    this.framebuffer.paint(x, y, row);
  }

  changed(area: Rectangle): void {
    this.framebuffer.changed(area);
    this.isPainted = true;
  }

  cursorChanged(cursor: ScreenCursor): void {
    this.cursor = cursor;
  }

  endsUpdate(): void {
    if (this.isResized) this.ask(false);
    this.isWhole = this.isPainted;
    for (const watcher of this.watchers) watcher.screenChanged();
  }

  private hear(bytes: Buffer): void {
    try {
      this.hearing.hear(bytes);
    } catch {
      this.socket.destroy();
    }
  }

  private ask(isIncremental: boolean): void {
    this.isAsked = true;
    const { width, height } = this.framebuffer;
    const request = Buffer.alloc(10);
    request.set([Client.FramebufferUpdateRequest, isIncremental ? 1 : 0]);
    request.writeUInt16BE(width, 6);
    request.writeUInt16BE(height, 8);
    this.socket.write(request);
  }

  private end(): void {
    this.isOver = true;
    this.isWhole = false;
    for (const watcher of this.watchers) watcher.screenEnded();
  }
}

function setEncodings(encodings: readonly number[]): Buffer {
  const message = Buffer.alloc(4 + 4 * encodings.length);
  message.writeUInt8(Client.SetEncodings);
  message.writeUInt16BE(encodings.length, 2);
  encodings.forEach((encoding, index) => message.writeInt32BE(encoding, 4 + 4 * index));
  return message;
}
