import type { Dialogue } from './dialogue.js';
import { RfbError } from './rfb-error.js';

/** Every message has at least this many bytes, and they tell how many follow. */
const HEAD_LENGTH = 4;
const ENCODINGS_LIMIT = 1024;
/** As much as QEMU itself accepts. */
const CLIPBOARD_LIMIT = 1024 * 1024;

/** First byte of what a client may say. */
export const Client = {
  SetPixelFormat: 0,
  SetEncodings: 2,
  FramebufferUpdateRequest: 3,
  KeyEvent: 4,
  PointerEvent: 5,
  ClientCutText: 6,
  EnableContinuousUpdates: 150,
  ClientFence: 248,
  Xvp: 250,
  SetDesktopSize: 251,
  Qemu: 255,
} as const;

export interface MessageHead {
  type: number;
  bytes: Buffer;
  /** What follows the head. */
  rest: number;
}

/** Reads the head of the next message and says how long it is. Refuses what it does not know. */
export function* messageHead(): Dialogue<MessageHead> {
  const short = yield HEAD_LENGTH;
  const type = short.readUInt8();
  const lengthAt = LENGTH_AT[type] ?? HEAD_LENGTH;
  const bytes = lengthAt > HEAD_LENGTH ? Buffer.concat([short, yield lengthAt - HEAD_LENGTH]) : short;
  const total = LENGTH[type]?.(bytes);
  if (total === undefined) throw new RfbError(`unknown client message ${type}`);
  return { type, bytes, rest: total - bytes.length };
}

/** How many bytes must be there before the length can be told, where four do not suffice. */
const LENGTH_AT: Record<number, number> = {
  [Client.ClientCutText]: 8,
  [Client.ClientFence]: 9,
  [Client.SetDesktopSize]: 8,
};

const LENGTH: Record<number, (head: Buffer) => number | undefined> = {
  [Client.SetPixelFormat]: () => 20,
  [Client.SetEncodings]: (head) => 4 + 4 * atMost(ENCODINGS_LIMIT, head.readUInt16BE(2)),
  [Client.FramebufferUpdateRequest]: () => 10,
  [Client.KeyEvent]: () => 8,
  // The highest button bit marks the longer form of noVNC's extra mouse buttons.
  [Client.PointerEvent]: (head) => (head.readUInt8(1) & 0x80 ? 7 : 6),
  // A negative length announces the extended clipboard.
  [Client.ClientCutText]: (head) => 8 + atMost(CLIPBOARD_LIMIT, Math.abs(head.readInt32BE(4))),
  [Client.EnableContinuousUpdates]: () => 10,
  [Client.ClientFence]: (head) => 9 + atMost(64, head.readUInt8(8)),
  [Client.Xvp]: () => 4,
  [Client.SetDesktopSize]: (head) => 8 + 16 * head.readUInt8(6),
  [Client.Qemu]: (head) => qemuLength(head.readUInt8(1), head.readUInt16BE(2)),
};

/** QEMU's own messages: 0 is a key with its physical code, 1 is sound (enable, disable, format). */
function qemuLength(kind: number, operation: number): number | undefined {
  if (kind === 0) return 12;
  if (kind === 1 && operation <= 2) return operation === 2 ? 10 : 4;
  return undefined;
}

function atMost(limit: number, length: number): number {
  if (length > limit) throw new RfbError(`a client message of ${length} where ${limit} is the limit`);
  return length;
}
