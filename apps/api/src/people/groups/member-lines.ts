import { foldedText } from '@vm-manager/contracts';
import { toUsername } from '../../access/identity/user.entity.js';
import { readCsv } from '../../foundation/csv/csv-table.js';
import { isRoleWord, partCalled, PEOPLE_COLUMNS } from './people-columns.js';

export interface MemberLine {
  line: number;
  username: string;
  /** `as-is` when the file does not say; `unknown` when its word is not known. */
  part: 'teacher' | 'student' | 'as-is' | 'unknown';
}

/** Reads a list of members as spreadsheets write it. Rejects with `invalid-request` and why. */
export function readMemberLines(file: Buffer, { ignoreUnknown = false } = {}): MemberLine[] {
  const { rows } = readCsv(file, {
    columns: PEOPLE_COLUMNS,
    required: 'username',
    words: { role: isRoleWord },
    ignoreUnknown,
  });
  return rows.map(({ line, cell }) => {
    const role = foldedText(cell('role')).trim();
    return {
      line,
      username: toUsername(cell('username')),
      part: role === '' ? 'as-is' : (partCalled(role) ?? 'unknown'),
    };
  });
}
