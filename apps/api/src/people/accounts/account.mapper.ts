import type { Account, Membership } from '@vm-manager/contracts';
import type { UserEntity } from '../../access/identity/user.entity.js';

export function toAccount(user: UserEntity, groups: Membership[], vmCount: number): Account {
  return {
    id: user.id,
    username: user.username,
    displayName: user.displayName,
    email: user.email,
    role: user.role,
    roleSetByHand: user.roleSetByHand,
    source: user.source,
    disabled: user.disabledAt !== null,
    leftDirectoryAt: user.leftDirectoryAt?.toISOString() ?? null,
    groups,
    vmCount,
    createdAt: user.createdAt.toISOString(),
    lastSignInAt: user.lastSignInAt?.toISOString() ?? null,
  };
}
