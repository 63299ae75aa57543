import type { Language } from '@vm-manager/contracts';
import { stringify } from 'csv-stringify/sync';

/** Spreadsheets expect a semicolon where the comma is the decimal sign. */
const DELIMITER: Record<Language, string> = { fr: ';', en: ',' };

/**
 * How CSV for a spreadsheet is written. Cells that begin like a formula are made text; a byte order mark says that it is
 * UTF-8.
 */
export const spreadsheetFormat = (language: Language) =>
  ({
    delimiter: DELIMITER[language],
    record_delimiter: 'windows',
    bom: true,
    escape_formulas: true,
  }) as const;

export type Column<Row> = Record<Language, string> & { cell: (row: Row) => string };

export function toSpreadsheet<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  language: Language,
): string {
  const lines = rows.map((row) => columns.map(({ cell }) => cell(row)));
  return stringify([columns.map((column) => column[language]), ...lines], spreadsheetFormat(language));
}
