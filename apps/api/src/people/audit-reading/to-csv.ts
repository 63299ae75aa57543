import type { Language } from '@vm-manager/contracts';
import { stringify } from 'csv-stringify';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import { spreadsheetFormat } from '../../foundation/http/spreadsheet.js';

const COLUMNS = [
  { key: 'at', fr: 'date', en: 'time' },
  { key: 'actorName', fr: 'auteur', en: 'actor' },
  { key: 'ownerName', fr: 'pour le compte de', en: 'on behalf of' },
  { key: 'action', fr: 'action', en: 'action' },
  { key: 'objectName', fr: 'objet', en: 'object' },
  { key: 'objectId', fr: 'identifiant de l’objet', en: 'object id' },
  { key: 'address', fr: 'adresse', en: 'address' },
  { key: 'outcome', fr: 'résultat', en: 'outcome' },
  { key: 'details', fr: 'détails', en: 'details' },
  { key: 'id', fr: 'numéro', en: 'number' },
] as const satisfies ({ key: keyof AuditEntryEntity } & Record<Language, string>)[];

/** The same as `toSpreadsheet`, line by line, as the log may be long. */
export function toCsv(lines: AsyncIterable<AuditEntryEntity>, language: Language): Readable {
  const rows = stringify({
    header: true,
    columns: COLUMNS.map((column) => ({ key: column.key, header: column[language] })),
    ...spreadsheetFormat(language),
    cast: { date: (date) => date.toISOString() },
  });
  // An error ends the answer half-way, which the reader sees; it must not end the process.
  pipeline(Readable.from(lines), rows).catch(() => undefined);
  return rows;
}
