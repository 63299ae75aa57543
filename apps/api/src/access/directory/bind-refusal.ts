import type { ClosedReason } from '@vm-manager/contracts';

export type BindRefusal = 'wrong' | 'away' | ClosedReason;

/**
 * What passport-ldapauth is to say when a password is refused: 49, with the numbers that Active Directory adds to it
 * (52e and unknown ones: wrong; 530 to 775: why not), 32 for an entry that went meanwhile, 19 for too many wrong ones.
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
