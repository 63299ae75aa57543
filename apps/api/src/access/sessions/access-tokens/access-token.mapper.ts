import type { AccessToken } from '@vm-manager/contracts';
import type { SessionEntity } from '../session.entity.js';

/** A row that has a name and a scope, as every token's does. */
export function toAccessToken(token: SessionEntity): AccessToken {
  const { id, name, scope, createdAt, expiresAt, lastUsedAt } = token;
  return {
    id,
    name: name ?? '',
    scope: scope ?? 'read',
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
