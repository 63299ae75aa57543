import { Client, messageHead } from './client-message.js';
import type { Dialogue } from './dialogue.js';

const INPUT = new Set<number>([Client.KeyEvent, Client.PointerEvent, Client.ClientCutText, Client.Qemu]);
const PIECE = 4096;

/** Hears a client without saying anything and tells when a person did something; asking for updates is not. */
export function* inputWatch(noticed: () => void): Dialogue<never> {
  for (;;) {
    const { type, rest } = yield* messageHead();
    if (INPUT.has(type)) noticed();
    for (let left = rest; left > 0; left -= PIECE) yield Math.min(left, PIECE);
  }
}
