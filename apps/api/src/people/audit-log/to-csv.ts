import type { Language } from '@vm-manager/contracts';
import { stringify } from 'csv-stringify';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AuditEntryEntity } from '../../access/audit/audit-entry.entity.js';

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

/** Spreadsheets separate by what their language takes for a decimal sign: a comma in French, so there by semicolons. */
const DELIMITER: Record<Language, string> = { fr: ';', en: ',' };

/** For a spreadsheet: what begins like a formula is made text, and the byte order mark says that it is UTF-8. */
export function toCsv(lines: AsyncIterable<AuditEntryEntity>, language: Language): Readable {
  const rows = stringify({
    header: true,
    columns: COLUMNS.map((column) => ({ key: column.key, header: column[language] })),
    delimiter: DELIMITER[language],
    record_delimiter: 'windows',
    bom: true,
    escape_formulas: true,
    cast: { date: (date) => date.toISOString() },
  });
  // What goes wrong ends the answer half-way, as the reader must see; it is no reason to end the process.
  pipeline(Readable.from(lines), rows).catch(() => undefined);
  return rows;
}
