import type { Entry } from 'ldapts';
import { valueOf } from './entry.js';

const AD_DISABLED = 0x2;
/** Active Directory counts from 1601 in steps of 100 ns; both values say "never". */
const AD_NEVER = new Set(['0', '9223372036854775807']);
const AD_EPOCH_MS = Date.UTC(1601, 0, 1);
const LOCKED_FOR_EVER = /^000001010000/;
const DAY_MS = 24 * 3600_000;

export const STATE_ATTRIBUTES = [
  'userAccountControl',
  'accountExpires',
  'pwdAccountLockedTime',
  'shadowExpire',
  'nsAccountLock',
];

/** What the entry itself says of its account, beside the password: Active Directory, OpenLDAP and 389 each in their way. */
export function isDisabled(entry: Entry, now: Date): boolean {
  const control = Number(valueOf(entry, 'userAccountControl') ?? 0);
  if ((control & AD_DISABLED) !== 0) return true;
  const expires = valueOf(entry, 'accountExpires');
  if (expires !== null && !AD_NEVER.has(expires) && AD_EPOCH_MS + Number(expires) / 10_000 <= now.getTime())
    return true;
  // Locked for a while after wrong passwords is for the server to say, at the next sign-in.
  if (LOCKED_FOR_EVER.test(valueOf(entry, 'pwdAccountLockedTime') ?? '')) return true;
  const lastDay = Number(valueOf(entry, 'shadowExpire') ?? 0);
  if (lastDay > 0 && lastDay * DAY_MS <= now.getTime()) return true;
  return valueOf(entry, 'nsAccountLock')?.toLowerCase() === 'true';
}
