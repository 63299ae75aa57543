import type { Duplex } from 'node:stream';
import { unlessAborted } from '../../../foundation/waiting/unless-aborted.js';
import { Hearing, type Dialogue } from './dialogue.js';
import { RfbError } from './rfb-error.js';

/**
 * Holds a dialogue over a stream and leaves the stream open, with the bytes that follow still in it.
 * After a rejection the caller must destroy the stream: somebody may still be waiting on it.
 */
export function converse<Result>(
  stream: Duplex,
  dialogue: Dialogue<Result>,
  signal: AbortSignal,
): Promise<Result> {
  return unlessAborted(talk(stream, new Hearing(dialogue)), signal);
}

async function talk<Result>(stream: Duplex, hearing: Hearing<Result>): Promise<Result> {
  for (const words of hearing.hear()) stream.write(words);
  for await (const bytes of stream.iterator({ destroyOnReturn: false })) {
    for (const words of hearing.hear(bytes)) stream.write(words);
    if (hearing.outcome) {
      const rest = hearing.takeRest();
      if (rest.length > 0) stream.unshift(rest);
      return hearing.outcome.result;
    }
  }
  throw new RfbError('closed during the handshake');
}
