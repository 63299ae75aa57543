import type { Dialogue } from '../rfb/dialogue.js';
import { Encoding } from '../rfb/encoding.js';
import { PIXEL_FORMAT_LENGTH } from '../rfb/pixel-format.js';
import type { Rectangle } from '../rfb/rectangle.js';
import { RfbError } from '../rfb/rfb-error.js';

/** First byte of what a server may say (RFC 6143, 7.6). */
const Server = { FramebufferUpdate: 0, SetColourMapEntries: 1, Bell: 2, ServerCutText: 3 } as const;

/** More than any screen of QEMU has: 64 MiB of pixels. */
const PIXELS_LIMIT = 16 * 1024 * 1024;
const CURSOR_LIMIT = 512;
const NAME_LIMIT = 4096;
const PIECE = 4096;

/** What is shown where the mouse is; the pixels have the format of the screen, the mask one bit for each, row by row in whole bytes. */
export interface ScreenCursor {
  /** Where in the picture the mouse is, and how large the picture is. */
  readonly area: Rectangle;
  readonly pixels: Buffer;
  readonly mask: Buffer;
}

export interface ScreenListener {
  /** At the beginning, and whenever the guest changes it: nothing is painted then. */
  sized(width: number, height: number): void;
  beginsUpdate(): void;
  painted(x: number, y: number, row: Buffer): void;
  /** All rows of it are painted. */
  changed(area: Rectangle): void;
  cursorChanged(cursor: ScreenCursor): void;
  endsUpdate(): void;
}

/** Hears a screen from ServerInit on; the name that the screen gives itself is the first that it has to tell. */
export function* hearServerInit(): Dialogue<{ width: number; height: number; name: string }> {
  const size = yield 4;
  yield PIXEL_FORMAT_LENGTH;
  const length = (yield 4).readUInt32BE();
  if (length > NAME_LIMIT) throw new RfbError(`a name of ${length} bytes`);
  return { ...checkedSize(size.readUInt16BE(0), size.readUInt16BE(2)), name: (yield length).toString() };
}

/** What a screen says to a client that asked for Raw, DesktopSize and Cursor. Throws on anything else. */
export function* hearScreen(listener: ScreenListener, width: number, height: number): Dialogue<never> {
  let size = { x: 0, y: 0, width, height };
  for (;;) {
    const type = (yield 1).readUInt8();
    if (type === Server.FramebufferUpdate) size = yield* update(listener, size);
    else if (type === Server.SetColourMapEntries) yield* skip(6 * (yield 5).readUInt16BE(3));
    else if (type === Server.ServerCutText) yield* skip((yield 7).readUInt32BE(3));
    else if (type !== Server.Bell) throw new RfbError(`unknown server message ${type}`);
  }
}

function* update(listener: ScreenListener, before: Rectangle): Dialogue<Rectangle> {
  const count = (yield 3).readUInt16BE(1);
  let size = before;
  listener.beginsUpdate();
  for (let number = 0; number < count; number++) {
    const head = yield 12;
    const [x, y] = [head.readUInt16BE(0), head.readUInt16BE(2)];
    const area = { x, y, width: head.readUInt16BE(4), height: head.readUInt16BE(6) };
    const encoding = head.readInt32BE(8);
    if (encoding === Encoding.Raw) yield* raw(listener, area, size);
    else if (encoding === Encoding.Cursor) yield* cursor(listener, area);
    else if (encoding === Encoding.DesktopSize) {
      size = { x: 0, y: 0, ...checkedSize(area.width, area.height) };
      listener.sized(area.width, area.height);
    } else throw new RfbError(`an encoding that was not asked for: ${encoding}`);
  }
  listener.endsUpdate();
  return size;
}

function* raw(listener: ScreenListener, area: Rectangle, size: Rectangle): Dialogue<void> {
  const { x, y, width, height } = area;
  if (x + width > size.width || y + height > size.height) throw new RfbError('outside of the screen');
  if (width > 0) for (let row = 0; row < height; row++) listener.painted(x, y + row, yield width * 4);
  listener.changed(area);
}

function* cursor(listener: ScreenListener, area: Rectangle): Dialogue<void> {
  const { width, height } = area;
  if (width > CURSOR_LIMIT || height > CURSOR_LIMIT) throw new RfbError(`a cursor of ${width}x${height}`);
  // Both are views of what came with them, which would be kept as long as they are.
  const pixels = Buffer.from(yield width * height * 4);
  listener.cursorChanged({ area, pixels, mask: Buffer.from(yield Math.ceil(width / 8) * height) });
}

function* skip(length: number): Dialogue<void> {
  for (let left = length; left > 0; left -= PIECE) yield Math.min(left, PIECE);
}

function checkedSize(width: number, height: number): { width: number; height: number } {
  if (width * height > PIXELS_LIMIT) throw new RfbError(`a screen of ${width}x${height}`);
  return { width, height };
}
