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

/** Rejects what the directory decides, and what nobody does to themselves. */
export function checkUpdate(actor: Actor, user: UserEntity, request: UpdateAccount): void {
  const { displayName, email, password, role, disabled } = request;
  const isLocal = user.source === 'local';
  if (!isLocal && [displayName, email, password].some((change) => change !== undefined))
    throw new ProblemError('directory-decides');
  if (isLocal && role === null) refuse('/role', 'account.no-directory');
  if (user.id !== actor.id) return;
  // Only with the current one, which `POST /api/auth/password` asks for.
  if (password !== undefined) refuse('/password', 'account.own-password');
  if (disabled) refuse('/disabled', 'account.own');
  if (role !== undefined && newRole(user, role) !== user.role) refuse('/role', 'account.own');
}

/** What is different afterwards; the password aside. */
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

/** Null gives the decision back to the directory, which makes everyone a student of whom it says nothing. */
const newRole = (user: UserEntity, role: UpdateAccount['role']) => role ?? user.directoryRole ?? 'student';

/** Of a local account nobody else could choose the role. */
const isByHand = (user: UserEntity, role: UpdateAccount['role']) =>
  role !== null && user.source === 'directory';

function refuse(pointer: string, message: string): never {
  throw new ProblemError('invalid-request', {}, { errors: [fieldError(pointer, message)] });
}
