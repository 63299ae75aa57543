import type { CurrentUser, Membership } from '@vm-manager/contracts';
import type { UserEntity } from '../identity/user.entity.js';

export function toCurrentUser(user: UserEntity, groups: Membership[]): CurrentUser {
  const { id, username, displayName, role, language, source } = user;
  return { id, username, displayName, role, groups, language, localAccount: source === 'local' };
}
