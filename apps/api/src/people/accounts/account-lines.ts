import { foldedText, type Role } from '@vm-manager/contracts';
import { toUsername } from '../../access/identity/user.entity.js';
import { csvRefusal } from '../../foundation/csv/csv-refusal.js';
import { readCsv } from '../../foundation/csv/csv-table.js';
import { isAdministratorWord, isRoleWord, partCalled, PEOPLE_COLUMNS } from '../groups/people-columns.js';

export interface AccountLine {
  line: number;
  username: string;
  displayName: string;
  email: string | null;
  /** Null when the word in the file is not known. */
  role: Role | null;
  /** One group, or several with commas between, as our own export writes them. */
  groups: string;
}

/** Reads a list of accounts as spreadsheets write it. Rejects with `invalid-request` and why. */
export function readAccountLines(file: Buffer, ignoreUnknown: boolean): AccountLine[] {
  const { rows, isCertain } = readCsv(file, {
    columns: PEOPLE_COLUMNS,
    required: 'username',
    words: { role: isRoleWord },
    ignoreUnknown,
  });
  // These texts become names of accounts, so the encoding must be certain.
  if (!isCertain) throw csvRefusal('csv.encoding');
  return rows.map(({ line, cell }) => ({
    line,
    username: toUsername(cell('username')),
    displayName: `${cell('firstName')} ${cell('name')}`.trim(),
    email: cell('email') || null,
    role: roleCalled(foldedText(cell('role')).trim()),
    groups: cell('groups'),
  }));
}

/** Students, when the file does not say. */
function roleCalled(word: string): Role | null {
  if (word === '') return 'student';
  return isAdministratorWord(word) ? 'admin' : (partCalled(word) ?? null);
}
