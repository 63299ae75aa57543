import { ProblemError } from '../problems/problem-error.js';

/** Objects and lists in what we are sent are never nested deeper than this; a hundred kilobytes of brackets would be. */
export const DEEPEST = 20;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENING = new Set(Buffer.from('[{'));
const CLOSING = new Set(Buffer.from(']}'));

/** Run before the body parser: parsing so many brackets takes a thousand times as long as any other text. */
export function refuseDeepJson(_request: unknown, _response: unknown, body: Buffer): void {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] ?? 0;
    if (isText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (CLOSING.has(byte)) depth--;
    else if (OPENING.has(byte) && ++depth > DEEPEST) throw new ProblemError('malformed-request');
  }
}
