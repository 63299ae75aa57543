import { Duplex } from 'node:stream';
import { Client, messageHead } from '../rfb/client-message.js';
import { Hearing, type Dialogue } from '../rfb/dialogue.js';
import { Encoding } from '../rfb/encoding.js';
import {
  BLUE_FIRST,
  hasTightPixels,
  inFormat,
  readPixelFormat,
  writePixelFormat,
} from '../rfb/pixel-format.js';
import { overlap, rectangleHead, type Rectangle } from '../rfb/rectangle.js';
import { uint32 } from '../rfb/security.js';
import { around, type Framebuffer } from './framebuffer.js';
import type { ScreenCursor } from './hear-screen.js';
import type { ScreenSource, Watcher } from './screen-source.js';

const PIECE = 4096;

interface UpdateRequest {
  readonly area: Rectangle;
  readonly isIncremental: boolean;
}

/**
 * What a VNC server says to one who watches, from ServerInit on (RFC 6143, 7.3.2 to 7.8): reads like the socket to a screen, and is
 * written to by the watcher. An update is made when it is asked for and can leave; until then nothing is made and nothing is kept.
 */
export class WatchedScreen extends Duplex implements Watcher {
  bytesRead = 0;
  bytesWritten = 0;
  private readonly hearing = new Hearing(this.obey());
  private format = BLUE_FIRST;
  private encodings = new Set<number>();
  private request: UpdateRequest | undefined;
  private mayLeave = false;
  private framebuffer: Framebuffer;
  /** By tile: the state that the watcher has. */
  private seen: Uint32Array;
  private seenCursor: ScreenCursor | undefined;
  /** As large as the watcher believes the screen to be. */
  private size: Rectangle;

  constructor(
    private readonly source: ScreenSource,
    private readonly leave: () => void,
  ) {
    // One update waits at most.
    super({ readableHighWaterMark: 1 });
    this.on('error', () => undefined);
    this.framebuffer = source.framebuffer;
    this.seen = new Uint32Array(this.framebuffer.tiles);
    this.size = this.framebuffer.whole;
    source.join(this);
    const name = Buffer.from(source.name);
    this.say([sizeOf(this.size), writePixelFormat(this.format), uint32(name.length), name]);
  }

  screenChanged(): void {
    this.answer();
  }

  screenEnded(): void {
    this.push(null);
  }

  override _read(): void {
    this.mayLeave = true;
    this.answer();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.bytesWritten += bytes.length;
    try {
      this.hearing.hear(bytes);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.source.leave(this);
    this.leave();
    done(error);
  }

  /** Whatever else a watcher says is heard to its end, and that is all. */
  private *obey(): Dialogue<never> {
    for (;;) {
      const { type, bytes, rest } = yield* messageHead();
      if (type === Client.SetPixelFormat) this.format = readPixelFormat(yield rest);
      else if (type === Client.SetEncodings) this.encodings = encodingsIn(yield rest);
      else if (type === Client.FramebufferUpdateRequest) this.ask(Buffer.concat([bytes, yield rest]));
      else for (let left = rest; left > 0; left -= PIECE) yield Math.min(left, PIECE);
    }
  }

  private ask(message: Buffer): void {
    const [x, y] = [message.readUInt16BE(2), message.readUInt16BE(4)];
    const area = { x, y, width: message.readUInt16BE(6), height: message.readUInt16BE(8) };
    const isIncremental = message.readUInt8(1) !== 0;
    // Remembered in what was seen, so that the next request does not undo it.
    if (!isIncremental) for (const tile of this.framebuffer.tilesIn(area)) this.seen[tile] = 0;
    this.request = { area, isIncremental };
    this.answer();
  }

  private answer(): void {
    if (!this.request || !this.mayLeave || !this.source.isWhole || this.destroyed) return;
    const rectangles = this.isResized() ? [this.resize()] : this.changes(this.request);
    if (rectangles.length === 0) return this.source.askForMore();
    const { isIncremental } = this.request;
    this.request = undefined;
    const head = Buffer.alloc(4);
    head.writeUInt16BE(rectangles.length, 2);
    this.say([head, ...rectangles]);
    // Who never asks for changes only would be shown this picture for ever.
    if (!isIncremental) this.source.askForMore();
  }

  private say(pieces: Buffer[]): void {
    const bytes = Buffer.concat(pieces);
    this.bytesRead += bytes.length;
    this.mayLeave = this.push(bytes);
  }

  /** Takes what the screen has become. True when the watcher has to hear first how large that is, and can. */
  private isResized(): boolean {
    const { framebuffer } = this.source;
    if (framebuffer !== this.framebuffer) {
      this.framebuffer = framebuffer;
      this.seen = new Uint32Array(framebuffer.tiles);
    }
    const { width, height } = framebuffer;
    const isOther = width !== this.size.width || height !== this.size.height;
    return isOther && this.encodings.has(Encoding.DesktopSize);
  }

  /** Alone in its update, as pixels of either size would be wrong beside it (RFC 6143, 7.8.2). */
  private resize(): Buffer {
    this.size = this.framebuffer.whole;
    return rectangleHead(this.size, Encoding.DesktopSize);
  }

  private changes({ area, isIncremental }: UpdateRequest): Buffer[] {
    const { framebuffer, seen } = this;
    const parts: { tile: number; part: Rectangle }[] = [];
    const shown = overlap(this.size, framebuffer.whole);
    for (const tile of framebuffer.tilesIn(overlap(area, shown))) {
      const state = framebuffer.stateOf(tile);
      if (seen[tile] === state) continue;
      const visible = overlap(framebuffer.areaOf(tile), shown);
      // Of what changed whole tiles are sent, so that none is left over for ever.
      const part = isIncremental ? visible : overlap(visible, area);
      parts.push({ tile, part });
      if (part.width === visible.width && part.height === visible.height) seen[tile] = state;
    }
    return [...this.cursorIfNew(), ...this.pictures(parts)];
  }

  private pictures(parts: { tile: number; part: Rectangle }[]): Buffer[] {
    const { framebuffer, format } = this;
    if (parts.length === 0) return [];
    if (this.encodings.has(Encoding.Tight) && hasTightPixels(format)) {
      return parts.map(({ tile, part }) => framebuffer.tight(tile, part));
    }
    const area = around(parts.map(({ part }) => part));
    const pixels = inFormat(framebuffer.pixelsOf(area), format);
    return [Buffer.concat([rectangleHead(area, Encoding.Raw), pixels])];
  }

  private cursorIfNew(): Buffer[] {
    const { cursor } = this.source;
    if (!cursor || cursor === this.seenCursor || !this.encodings.has(Encoding.Cursor)) return [];
    this.seenCursor = cursor;
    const head = rectangleHead(cursor.area, Encoding.Cursor);
    return [Buffer.concat([head, inFormat(cursor.pixels, this.format), cursor.mask])];
  }
}

function sizeOf({ width, height }: Rectangle): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16BE(width, 0);
  size.writeUInt16BE(height, 2);
  return size;
}

function encodingsIn(list: Buffer): Set<number> {
  const encodings = new Set<number>();
  for (let at = 0; at < list.length; at += 4) encodings.add(list.readInt32BE(at));
  return encodings;
}
