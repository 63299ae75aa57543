import type { UpdateAccount } from '@vm-manager/contracts';
import type { Actor } from '../../access/identity/actor.js';
import type { UserEntity } from '../../access/identity/user.entity.js';
import { fieldError, ProblemError } from '../../foundation/problems/problem-error.js';

export type AccountColumns = Partial<
  Pick<
    UserEntity,
    'displayName' | 'email' | 'role' | 'roleSetByHand' | 'disabledAt' | 'passwordHash' | 'leftDirectoryAt'
  >
>;

/** Rejects changes that only the directory may make, and those that nobody may make to their own account. */
export function checkUpdate(actor: Actor, user: UserEntity, request: UpdateAccount): void {
  const { displayName, email, password, role, disabled } = request;
  const isLocal = user.source === 'local';
  if (!isLocal && [displayName, email, password].some((change) => change !== undefined))
    throw new ProblemError('directory-decides');
  if (isLocal && role === null) refuse('/role', 'account.no-directory');
  if (user.id !== actor.id) return;
  // One's own password is changed by `POST /api/auth/password`, which asks for the present one.
  if (password !== undefined) refuse('/password', 'account.own-password');
  if (disabled) refuse('/disabled', 'account.own');
  if (role !== undefined && newRole(user, role) !== user.role) refuse('/role', 'account.own');
}

/** The columns that change, without the password. */
export function columnsOf(user: UserEntity, request: UpdateAccount, now: Date): AccountColumns {
  const { displayName, email, role, disabled } = request;
  const wanted: AccountColumns = {
    ...(displayName === undefined ? {} : { displayName }),
    ...(email === undefined ? {} : { email }),
    ...(role === undefined ? {} : { role: newRole(user, role), roleSetByHand: isByHand(user, role) }),
    ...(disabled === undefined ? {} : { disabledAt: disabled ? (user.disabledAt ?? now) : null }),
  };
  const entries = Object.entries(wanted) as [keyof AccountColumns, never][];
  return Object.fromEntries(entries.filter(([column, value]) => user[column] !== value));
}

/** Null gives the decision back to the directory; people without a role there are students. */
const newRole = (user: UserEntity, role: UpdateAccount['role']) => role ?? user.directoryRole ?? 'student';

/** Only for directory accounts: the role of a local account is always chosen by hand. */
const isByHand = (user: UserEntity, role: UpdateAccount['role']) =>
  role !== null && user.source === 'directory';

function refuse(pointer: string, message: string): never {
  throw new ProblemError('invalid-request', {}, { errors: [fieldError(pointer, message)] });
}
