import { CsvError, parse } from 'csv-parse/sync';
import { isUtf8 } from 'node:buffer';
import { toUsername } from '../auth/username.js';
import { fieldError } from '../http/field-error.js';
import { ProblemError } from '../http/problem-error.js';

export interface MemberLine {
  line: number;
  username: string;
  /** Null when the word for it is none that we know. */
  teaches: boolean | null;
}

const NAMES = new Set(['username', 'identifiant', 'login', 'compte', 'account', 'user']);
const ROLES = new Set(['role', 'fonction']);
const TEACHES = new Set(['teacher', 'enseignant', 'enseignante', 'professeur', 'professeure', 'prof']);
const ATTENDS = new Set(['', 'student', 'eleve', 'etudiant', 'etudiante']);
const MOST_LINES = 5_000;
/** Excel writes UTF-8 only when told to, and this otherwise. */
const WINDOWS_1252 = new TextDecoder('windows-1252');

/** Reads a list of members as spreadsheets write it. Rejects with `invalid-request` and why. */
export function readMemberLines(file: Buffer): MemberLine[] {
  const text = decoded(file);
  const [header, ...rows] = records(text);
  const columns = header?.record.map(plainWord) ?? [];
  const nameAt = columns.findIndex((column) => NAMES.has(column));
  const roleAt = columns.findIndex((column) => ROLES.has(column));
  if (nameAt < 0) throw refused('csv.header');
  if (rows.length > MOST_LINES) throw refused('csv.too-long');
  return rows.map(({ record, info }) => ({
    line: info.lines,
    // The sign by which our own export keeps a spreadsheet from running a formula.
    username: toUsername((record[nameAt] ?? '').replace(/^'/, '')),
    teaches: teachesBy(plainWord(record[roleAt] ?? '')),
  }));
}

/** What was decoded wrongly before it came here cannot be repaired. */
function decoded(file: Buffer): string {
  const text = isUtf8(file) ? file.toString().replace(/^\ufeff/, '') : WINDOWS_1252.decode(file);
  if (/[\ufffd\0]/.test(text)) throw refused('csv.encoding');
  return text;
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

function records(text: string): Parsed[] {
  const [first = ''] = text.split(/\r?\n/, 1);
  const delimiter = [';', '\t', ','].find((sign) => first.includes(sign)) ?? ',';
  try {
    return parse(text, {
      delimiter,
      bom: true,
      trim: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as Parsed[];
  } catch (error) {
    if (error instanceof CsvError) throw refused('csv.unreadable', error);
    throw error;
  }
}

function teachesBy(word: string): boolean | null {
  if (TEACHES.has(word)) return true;
  return ATTENDS.has(word) ? false : null;
}

const plainWord = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .trim()
    .toLowerCase();

const refused = (message: string, cause?: unknown) =>
  new ProblemError('invalid-request', {}, { errors: [fieldError('', message)], cause });
