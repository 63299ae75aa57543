import { foldedText } from '@vm-manager/contracts';
import { CsvError, parse } from 'csv-parse/sync';
import { checkBounds, MOST_ROWS } from './csv-bounds.js';
import { EIGHT_BIT, isSurelyWindows, selfEvidentText, textIn } from './csv-encoding.js';
import { csvRefusal } from './csv-refusal.js';

export interface CsvShape<Column extends string> {
  /** Each column by the words that name it, folded. */
  columns: Readonly<Record<Column, readonly string[]>>;
  required: NoInfer<Column>;
  /** Columns that hold one of a few known words, which help to recognise the encoding. */
  words: Readonly<Partial<Record<NoInfer<Column>, (word: string) => boolean>>>;
  /** Whether columns with unknown names are left out, because the user said so; otherwise they are a problem. */
  ignoreUnknown: boolean;
}

export interface CsvRow<Column extends string> {
  /** Its number in the file, from 1. */
  line: number;
  /** Empty when there is no such column. */
  cell(column: Column): string;
}

export interface CsvTable<Column extends string> {
  rows: CsvRow<Column>[];
  /** Whether the file's accents were certainly read as they were written. */
  isCertain: boolean;
}

/** Reads a list as spreadsheets write it. What is not understood is refused with its name, never guessed. */
export function readCsv<Column extends string>(file: Buffer, shape: CsvShape<Column>): CsvTable<Column> {
  const text = selfEvidentText(file);
  if (text !== null) return understood(readText(text, shape), shape, true);
  const readings = EIGHT_BIT.map((encoding) => textIn(encoding, file))
    .filter((candidate) => !NEVER_WRITTEN.test(candidate))
    .map((candidate) => readText(candidate, shape));
  const best = readings.filter((reading) => oddities(reading) === Math.min(...readings.map(oddities)));
  const [first] = best;
  if (!first) throw csvRefusal('csv.encoding');
  // When no reading knows more of the words than the others, the names in the file may be in any of these encodings.
  return understood(first, shape, best.length === 1 || isSurelyWindows(file));
}

interface Reading<Column extends string> {
  at: Partial<Record<Column, number>>;
  unknown: string[];
  twice: string[];
  oddWords: number;
  rows: Parsed[];
}
interface Parsed {
  record: string[];
  info: { lines: number };
}

const oddities = ({ unknown, oddWords }: Reading<string>) => unknown.length + oddWords;

/** Signs that no list of people contains show that a file is in another encoding. */
const NEVER_WRITTEN = /[\ufffd\0\u0080-\u009f]/;

function readText<Column extends string>(text: string, shape: CsvShape<Column>): Reading<Column> {
  if (/[\ufffd\0]/.test(text)) throw csvRefusal('csv.encoding');
  const [header, ...rows] = records(text);
  const at: Partial<Record<Column, number>> = {};
  const unknown: string[] = [];
  const twice: string[] = [];
  const known = Object.entries(shape.columns) as [Column, readonly string[]][];
  for (const [index, name] of (header?.record ?? []).entries()) {
    const column = known.find(([, words]) => words.includes(foldedText(name).trim()))?.[0];
    if (column === undefined && name !== '') unknown.push(name);
    if (column === undefined) continue;
    if (at[column] === undefined) at[column] = index;
    else twice.push(name);
  }
  const words = Object.entries(shape.words) as [Column, (word: string) => boolean][];
  const oddWords = words.reduce(
    (sum, [column, isWord]) =>
      sum + rows.filter(({ record }) => !isWord(foldedText(cellAt(record, at[column])).trim())).length,
    0,
  );
  return { at, unknown, twice, oddWords, rows };
}

function understood<Column extends string>(
  { at, unknown, twice, rows }: Reading<Column>,
  { required, ignoreUnknown, columns }: CsvShape<Column>,
  isCertain: boolean,
): CsvTable<Column> {
  if (at[required] === undefined) throw csvRefusal('csv.header', { about: columns[required][0] ?? '' });
  if (twice.length > 0) throw csvRefusal('csv.column-twice', { about: quoted(twice) });
  if (unknown.length > 0 && !ignoreUnknown)
    throw csvRefusal('csv.unknown-columns', { about: quoted([...new Set(unknown)]) });
  if (rows.length > MOST_ROWS) throw csvRefusal('csv.too-long');
  return {
    isCertain,
    rows: rows.map(({ record, info }) => ({
      line: info.lines,
      cell: (column) => cellAt(record, at[column]),
    })),
  };
}

/** Without the sign by which our own exports keep a spreadsheet from running a formula. */
const cellAt = (record: string[], index: number | undefined) =>
  (index === undefined ? '' : (record[index] ?? '')).replace(/^'(?=[=+\-@\t\r＝＋－＠])/u, '');

const quoted = (names: string[]) =>
  names
    .slice(0, 5)
    .map((name) => `« ${name.slice(0, 40)} »`)
    .join(', ');

function records(whole: string): Parsed[] {
  // Spreadsheets read the delimiter from this first line.
  const marked = /^sep=(.)\r?\n/i.exec(whole);
  const text = marked ? whole.slice(marked[0].length) : whole;
  const skipped = marked ? 1 : 0;
  const end = text.search(/[\r\n]/);
  const delimiter = marked?.[1] ?? delimiterOf(end < 0 ? text.slice(0, 10_000) : text.slice(0, end));
  checkBounds(text, delimiter);
  try {
    // The library's types describe records only; with `info: true` each comes in a pair with its place in the file.
    const parsed = parse(text, {
      delimiter,
      to: MOST_ROWS + 2,
      trim: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as Parsed[];
    return parsed.map(({ record, info }) => ({ record, info: { lines: info.lines + skipped } }));
  } catch (error) {
    if (error instanceof CsvError)
      throw csvRefusal('csv.unreadable', { about: String(lineOf(error) + skipped), cause: error });
    throw error;
  }
}

/** The delimiter that occurs most often in the line with the columns' names. */
function delimiterOf(header: string): string {
  const count = (sign: string) => header.split(sign).length;
  return [';', '\t', ','].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** An unclosed quote begins after the last record that was read; the error itself names the file's last line only. */
function lineOf(error: CsvError): number {
  const { records: read = 0 } = error as CsvError & { records?: number };
  return read + 1;
}
