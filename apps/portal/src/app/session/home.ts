import type { Role } from '@vm-manager/contracts';

/** Where someone lands who wants nothing in particular: on what is theirs. */
const HOMES: Record<Role, string> = {
  student: '/machines',
  teacher: '/classes',
  admin: '/administration',
};

export const homeOf = (user: { readonly role: Role } | null | undefined) =>
  user ? HOMES[user.role] : '/connexion';
