import type { ProgramLogLine } from '@vm-manager/contracts';
import { printable } from '../../../foundation/logging/printable.js';

const HEADER_BYTES = 8;
const STANDARD_ERROR = 2;

/**
 * A container's log as the engine sends it: pieces with a header of stream and length each, or plain text when it has a terminal.
 * Every line begins with its moment.
 */
export function linesOf(log: Buffer, hasTerminal: boolean): ProgramLogLine[] {
  const pieces = hasTerminal ? [{ isError: false, text: log.toString('utf8') }] : piecesOf(log);
  return pieces.flatMap(({ isError, text }) =>
    text.split(/\r?\n/).flatMap((line) => {
      const end = line.indexOf(' ');
      return end > 0 ? [{ at: line.slice(0, end), text: printable(line.slice(end + 1)), isError }] : [];
    }),
  );
}

function piecesOf(log: Buffer): { isError: boolean; text: string }[] {
  const pieces: { isError: boolean; text: string }[] = [];
  for (let at = 0; at + HEADER_BYTES <= log.length;) {
    const end = at + HEADER_BYTES + log.readUInt32BE(at + 4);
    pieces.push({ isError: log[at] === STANDARD_ERROR, text: log.toString('utf8', at + HEADER_BYTES, end) });
    at = end;
  }
  return pieces;
}
