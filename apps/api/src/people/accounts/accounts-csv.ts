import type { Account, Language, Role } from '@vm-manager/contracts';
import { toSpreadsheet, type Column } from '../../foundation/http/spreadsheet.js';

const ROLES: Record<Role, Record<Language, string>> = {
  student: { fr: 'étudiant', en: 'student' },
  teacher: { fr: 'enseignant', en: 'teacher' },
  admin: { fr: 'administrateur', en: 'administrator' },
};
const STATES = {
  active: { fr: 'actif', en: 'active' },
  disabled: { fr: 'désactivé', en: 'disabled' },
  left: { fr: 'parti', en: 'left' },
};

export function accountsAsCsv(accounts: readonly Account[], language: Language): string {
  const columns: Column<Account>[] = [
    { fr: 'identifiant', en: 'username', cell: ({ username }) => username },
    { fr: 'nom', en: 'name', cell: ({ displayName }) => displayName },
    { fr: 'courriel', en: 'email', cell: ({ email }) => email ?? '' },
    { fr: 'rôle', en: 'role', cell: ({ role }) => ROLES[role][language] },
    { fr: 'origine', en: 'source', cell: ({ source }) => SOURCES[source][language] },
    { fr: 'état', en: 'state', cell: (account) => STATES[stateOf(account)][language] },
    { fr: 'groupes', en: 'groups', cell: ({ groups }) => groups.map(({ name }) => name).join(', ') },
    { fr: 'machines', en: 'VMs', cell: ({ vmCount }) => String(vmCount) },
    { fr: 'dernière connexion', en: 'last sign-in', cell: ({ lastSignInAt }) => lastSignInAt ?? '' },
  ];
  return toSpreadsheet(accounts, columns, language);
}

const SOURCES = {
  local: { fr: 'local', en: 'local' },
  directory: { fr: 'annuaire', en: 'directory' },
};

function stateOf({ disabled, leftDirectoryAt }: Account): keyof typeof STATES {
  if (disabled) return 'disabled';
  return leftDirectoryAt === null ? 'active' : 'left';
}
