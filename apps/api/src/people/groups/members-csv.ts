import type { GroupMember, Language } from '@vm-manager/contracts';
import { toSpreadsheet, type Column } from '../../foundation/http/spreadsheet.js';

/** The columns that can be imported again come first. */
export function membersAsCsv(members: readonly GroupMember[], language: Language): string {
  const columns: Column<GroupMember>[] = [
    { fr: 'identifiant', en: 'username', cell: ({ user }) => user.username },
    { fr: 'rôle', en: 'role', cell: ({ teaches }) => PART[teaches ? 'teacher' : 'student'][language] },
    { fr: 'nom', en: 'name', cell: ({ user }) => user.displayName },
    { fr: 'courriel', en: 'email', cell: ({ user }) => user.email ?? '' },
    { fr: 'machines', en: 'VMs', cell: ({ vmCount }) => String(vmCount) },
    { fr: 'dernière connexion', en: 'last sign-in', cell: ({ user }) => user.lastSignInAt ?? '' },
  ];
  return toSpreadsheet(members, columns, language);
}

const PART = {
  student: { fr: 'étudiant', en: 'student' },
  teacher: { fr: 'enseignant', en: 'teacher' },
};
