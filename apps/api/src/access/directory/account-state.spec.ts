import { expect, it } from '@jest/globals';
import { isDisabled } from './account-state.js';

const NOW = new Date('2026-11-24T08:30:00Z');
const day = (date: string) => String(Date.parse(date) / 86_400_000);
const fileTime = (date: string) => String((Date.parse(date) - Date.UTC(1601, 0, 1)) * 10_000);

it.each<Record<string, string>>([
  { userAccountControl: '512' },
  { userAccountControl: '66048', accountExpires: '9223372036854775807' },
  { accountExpires: '0' },
  { accountExpires: fileTime('2027-07-01') },
  { shadowExpire: '-1' },
  { shadowExpire: '0' },
  { shadowExpire: day('2027-07-01') },
  { pwdAccountLockedTime: '20261124082900Z' },
  { nsAccountLock: 'FALSE' },
  {},
])('%o may be used', (attributes) => expect(isDisabled({ dn: 'uid=a', ...attributes }, NOW)).toBe(false));

it.each<Record<string, string>>([
  { userAccountControl: '514' },
  { useraccountcontrol: '66050' },
  { accountExpires: fileTime('2026-07-01') },
  { shadowExpire: '1' },
  { shadowExpire: day('2026-07-01') },
  { pwdAccountLockedTime: '000001010000Z' },
  { nsAccountLock: 'TRUE' },
])('%o is disabled', (attributes) => expect(isDisabled({ dn: 'uid=a', ...attributes }, NOW)).toBe(true));
