import type { ClosedReason } from '@vm-manager/contracts';

export type BindRefusal = 'wrong' | 'away' | ClosedReason;

/**
 * The errors that passport-ldapauth is to take for a refusal of the password. 49: refused, with the number that
 * Active Directory adds (52e and unknown ones: wrong password; 530 to 775: another reason). 32: the entry was removed
 * a moment ago. 19: too many wrong passwords.
 */
export const REFUSAL_WORDS = {
  invalidCredentials: 'wrong',
  noSuchObject: 'wrong',
  userNotFound: 'wrong',
  constraintViolation: 'locked',
  accountLockedOut: 'locked',
  accountDisabled: 'disabled',
  accountExpired: 'expired',
  invalidLogonHours: 'not-now',
  invalidWorkstation: 'not-now',
  passwordExpired: 'password-expired',
  passwordMustChange: 'password-must-change',
} as const satisfies Record<string, BindRefusal>;

/** The other results of a person's bind (RFC 4511). Any result that is not here means that the directory has a problem. */
const BY_RESULT: Record<number, BindRefusal> = {
  // invalidDNSyntax
  34: 'wrong',
  // inappropriateAuthentication: the entry has no password
  48: 'wrong',
  // insufficientAccessRights: rules of the server that refuse this entry
  50: 'disabled',
  // unwillingToPerform: "account inactivated" of 389 and FreeIPA, password policies of others
  53: 'disabled',
};

/** Null when nothing was refused. */
export function bindRefusalOf(error: unknown, info: unknown): BindRefusal | null {
  // ldapauth-fork reports a name that is not unique by a text only.
  if (typeof error === 'string') return error.startsWith('unexpected number of matches') ? 'wrong' : 'away';
  if (error) return BY_RESULT[Number((error as { code?: unknown }).code)] ?? 'away';
  const { message } = (info ?? {}) as { message?: unknown };
  return Object.values(REFUSAL_WORDS).find((word) => word === message) ?? null;
}
