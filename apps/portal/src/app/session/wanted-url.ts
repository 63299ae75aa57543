/** Where to go after sign-in. Only a path of this portal: never another site, whatever the link says. */
export function safeReturnUrl(wanted: string | null | undefined): string {
  if (!wanted || !/^\/(?![/\\])/.test(wanted) || /[\p{Cc}\\]/u.test(wanted)) return '/machines';
  const base = 'http://portal.invalid';
  const url = URL.parse(wanted, base);
  if (!url || url.origin !== base || url.pathname.startsWith('/connexion')) return '/machines';
  return `${url.pathname}${url.search}${url.hash}`;
}
