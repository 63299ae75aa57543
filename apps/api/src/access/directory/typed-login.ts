import type { DirectorySettings } from '../../foundation/config/environment.js';

const WITH_AT = ['mail', 'userprincipalname'];

type LoginSettings = Pick<DirectorySettings, 'loginAttribute' | 'baseDn'>;

/** Whether a login may hold an `@` by itself. */
export const hasAtInLogins = ({ loginAttribute }: Pick<DirectorySettings, 'loginAttribute'>) =>
  WITH_AT.includes(loginAttribute.toLowerCase());

/**
 * The login in a text with a domain, which people type for other programs: `jdupont@school.example`, `SCHOOL\jdupont`. With a
 * domain that is not the directory's own it may be another person's, and stays as it is.
 */
export function loginIn(typed: string, settings: LoginSettings): string {
  const domain = [...settings.baseDn.matchAll(/(?:^|,)\s*dc\s*=\s*([^,]+)/gi)].map(([, label]) =>
    (label ?? '').trim().toLowerCase(),
  );
  if (domain.length === 0) return typed;
  const isOwn = (name: string) => name === domain.join('.') || name === domain[0];
  const [, realm = '', behind = ''] = /^([^\\]+)\\([^\\]+)$/.exec(typed) ?? [];
  if (behind !== '' && isOwn(realm)) return behind;
  const at = typed.lastIndexOf('@');
  if (at <= 0 || hasAtInLogins(settings)) return typed;
  return typed.slice(at + 1) === domain.join('.') ? typed.slice(0, at) : typed;
}
