import { Client, messageHead } from './client-message.js';
import type { Dialogue } from './dialogue.js';

/** What a watcher may say: how and when to be shown the screen. Everything else changes the VM. */
const ALLOWED = new Set<number>([
  Client.SetPixelFormat,
  Client.SetEncodings,
  Client.FramebufferUpdateRequest,
  Client.EnableContinuousUpdates,
  Client.ClientFence,
]);

/** Agreed to by a screen, it makes PointerEvent one byte longer; not announced, it cannot be agreed to. */
const EXTENDED_MOUSE_BUTTONS = -316;

const PIECE = 4096;

/** Hears a client and repeats what a watcher may say. Drops known input, throws on what it does not know. */
export function* viewOnly(): Dialogue<never> {
  for (;;) {
    const { type, bytes, rest } = yield* messageHead();
    if (type === Client.SetEncodings) yield encodings(yield rest);
    else if (ALLOWED.has(type)) yield Buffer.concat([bytes, yield rest]);
    else for (let left = rest; left > 0; left -= PIECE) yield Math.min(left, PIECE);
  }
}

function encodings(list: Buffer): Buffer {
  const kept: number[] = [];
  for (let at = 0; at < list.length; at += 4) {
    const encoding = list.readInt32BE(at);
    if (encoding !== EXTENDED_MOUSE_BUTTONS) kept.push(encoding);
  }
  const message = Buffer.alloc(4 + 4 * kept.length);
  message.writeUInt8(Client.SetEncodings);
  message.writeUInt16BE(kept.length, 2);
  kept.forEach((encoding, index) => message.writeInt32BE(encoding, 4 + 4 * index));
  return message;
}
