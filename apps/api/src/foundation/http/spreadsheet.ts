import type { Language } from '@vm-manager/contracts';
import { stringify } from 'csv-stringify/sync';

/** Spreadsheets separate by what their language does not take for a decimal sign. */
const DELIMITER: Record<Language, string> = { fr: ';', en: ',' };

export type Column<Row> = Record<Language, string> & { cell: (row: Row) => string };

/** CSV for a spreadsheet: what begins like a formula is made text, and the byte order mark says that it is UTF-8. */
export function toSpreadsheet<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  language: Language,
): string {
  const lines = rows.map((row) => columns.map(({ cell }) => cell(row)));
  return stringify([columns.map((column) => column[language]), ...lines], {
    delimiter: DELIMITER[language],
    record_delimiter: 'windows',
    bom: true,
    escape_formulas: true,
  });
}
