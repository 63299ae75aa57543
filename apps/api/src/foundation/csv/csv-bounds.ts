import { csvRefusal } from './csv-refusal.js';

export const MOST_ROWS = 5_000;
/** Blank lines and line breaks inside quotes included. */
const MOST_LINES = 2 * MOST_ROWS;
const LONGEST_LINE = 10_000;
const MOST_COLUMNS = 100;

/** Refuses a text that would take long to read, before it is parsed. */
export function checkBounds(text: string, delimiter: string): void {
  const sign = delimiter.charCodeAt(0);
  let line = 1;
  let start = 0;
  let columns = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === sign) columns++;
    if (columns > MOST_COLUMNS) throw csvRefusal('csv.columns', { about: String(line) });
    if (at - start > LONGEST_LINE) throw csvRefusal('csv.line-too-long', { about: String(line) });
    if (code !== 10 && !(code === 13 && text.charCodeAt(at + 1) !== 10)) continue;
    line++;
    start = at + 1;
    columns = 1;
    if (line > MOST_LINES) throw csvRefusal('csv.too-long');
  }
}
