import type { Role } from '@vm-manager/contracts';

/** Where someone lands who wants nothing in particular: on what is theirs. */
const HOMES: Record<Role, string> = {
  student: '/machines',
  teacher: '/classes',
  admin: '/administration',
};

export const homeOf = (user: { readonly role: Role } | null | undefined) =>
  user ? HOMES[user.role] : '/connexion';

/** Where to go after sign-in. Only a path of this portal: never another site, whatever the link says; else home. */
export function safeReturnUrl(wanted: string | null | undefined, home: string): string {
  if (!wanted || !/^\/(?![/\\])/.test(wanted) || /[\p{Cc}\\]/u.test(wanted)) return home;
  const base = 'http://portal.invalid';
  const url = URL.parse(wanted, base);
  if (!url || url.origin !== base || url.pathname.startsWith('/connexion')) return home;
  return `${url.pathname}${url.search}${url.hash}`;
}
