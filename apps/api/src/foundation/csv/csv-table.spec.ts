import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { ProblemError } from '../problems/problem-error.js';
import { readCsv } from './csv-table.js';
import { isRoleWord, PEOPLE_COLUMNS, type PeopleColumn } from '../../people/groups/people-columns.js';

const read = (file: string | Buffer, ignoreUnknown = false) =>
  readCsv(Buffer.from(file), {
    columns: PEOPLE_COLUMNS,
    required: 'username',
    words: { role: isRoleWord },
    ignoreUnknown,
  });
const cells = (file: string | Buffer, ...columns: PeopleColumn[]) =>
  read(file).rows.map(({ cell }) => columns.map(cell));
const refusal = (file: string | Buffer) => {
  try {
    read(file);
  } catch (error) {
    if (error instanceof ProblemError) {
      const { issue } = error.errors![0] as { issue: { message: string; params?: { limit: string } } };
      return [issue.message, issue.params?.limit];
    }
    throw error;
  }
  throw new Error('It was read');
};

describe('a list of a spreadsheet', () => {
  const list = 'identifiant;rôle;prénom\r\nelodie;élève;Élodie\r\n';
  it.each([
    ['UTF-8', Buffer.from(list)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${list}`)],
    ['Windows-1252', iconv.encode(list, 'windows-1252')],
    ['MacRoman', iconv.encode(list, 'macintosh')],
    ['CP850', iconv.encode(list, 'cp850')],
    [
      'UTF-16LE, tabs, as Excel’s Texte Unicode',
      iconv.encode(list.replaceAll(';', '\t'), 'utf-16le', { addBOM: true }),
    ],
    ['UTF-16BE', iconv.encode(list, 'utf-16be', { addBOM: true })],
    ['UTF-16LE without its mark', iconv.encode(list, 'utf-16le')],
  ])('is understood in %s', (_, file) => {
    expect(cells(file, 'username', 'role', 'firstName')).toEqual([['elodie', 'élève', 'Élodie']]);
    expect(read(file).isCertain).toBe(true);
  });

  it('is recognised by what its roles say, where its header is plain', () => {
    for (const encoding of ['macintosh', 'cp850'])
      expect(cells(iconv.encode('login,role\nzoe,élève', encoding), 'role')).toEqual([['élève']]);
  });

  it('says that its names are uncertain, where nothing tells the encoding', () => {
    expect(read(iconv.encode('login;nom\nzoe;Zoé', 'macintosh')).isCertain).toBe(false);
    expect(read(iconv.encode('login;nom\nzoe;Zoé', 'windows-1252')).isCertain).toBe(true);
  });

  it.each(['sep=;\r\n', 'SEP=;\n', ''])('may begin with %j, and counts its lines with it', (first) => {
    const { rows } = read(`${first}login;nom\nalice;A, B`);
    expect(rows.map(({ line, cell }) => [line, cell('name')])).toEqual([[first ? 3 : 2, 'A, B']]);
  });

  it('may have quotation marks in the middle of a text', () => {
    expect(cells('login;nom\nalice;Alice "Lili" M\nbob;"Bob; ""le"" B"\n', 'username', 'name')).toEqual([
      ['alice', 'Alice "Lili" M'],
      ['bob', 'Bob; "le" B'],
    ]);
  });

  it('gives back what our exports guard against formulas, and leaves other apostrophes alone', () => {
    expect(cells("login;nom\na;'=1+1\nb;'t Hooft", 'name')).toEqual([['=1+1'], ["'t Hooft"]]);
  });

  it.each([
    ['an open quotation mark', 'login;nom\na;b\nc;"d\ne;f', ['csv.unreadable', '3']],
    ['a column that is not known', 'login;statut\na;prof', ['csv.unknown-columns', '« statut »']],
    ['columns of one name that is not known', 'login;x;x;x\na;1;2;3', ['csv.unknown-columns', '« x »']],
    ['two columns that say the same', 'login;identifiant\na;b', ['csv.column-twice', '« identifiant »']],
    ['no column of names', 'classe;rôle\na;b', ['csv.header', 'identifiant']],
    ['what was decoded wrongly before', 'login;r\ufffdle\na;', ['csv.encoding', undefined]],
    ['a NUL', 'login\na\0b', ['csv.encoding', undefined]],
    ['nothing', ' ', ['csv.header', 'identifiant']],
  ])('is refused for %s, with its place', (_, file, expected) => {
    expect(refusal(file)).toEqual(expected);
  });

  it.each([
    ['columns', `login${';'.repeat(900_000)}`, 'csv.columns'],
    ['columns of a row', `login\n${';'.repeat(9_000)}`, 'csv.columns'],
    ['blank lines', `login\n${'\n'.repeat(900_000)}`, 'csv.too-long'],
    ['carriage returns', `login\r${'\r'.repeat(900_000)}`, 'csv.too-long'],
    ['rows', `login\n${'a\n'.repeat(5_001)}`, 'csv.too-long'],
    ['letters', `login\n${'a'.repeat(900_000)}`, 'csv.line-too-long'],
    ['marks', `login\ne${'\u0301'.repeat(400_000)}`, 'csv.line-too-long'],
    ['open quotation marks', `login\n${'"'.repeat(900_000)}`, 'csv.line-too-long'],
  ])('is refused for too many %s before it is taken apart', (_, file, expected) => {
    expect(refusal(file)[0]).toBe(expected);
  });
  it('is refused for a megabyte of rubbish', () => {
    expect(refusal(Buffer.alloc(1_000_000, 0xff))[0]).toBe('csv.line-too-long');
  });
});
