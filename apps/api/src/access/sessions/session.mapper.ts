import type { Session } from '@vm-manager/contracts';
import type { SessionEntity } from './session.entity.js';

/** A browser's session as the reader with `currentId` sees it. */
export function toSession(session: SessionEntity, currentId: string): Session {
  const { id, userId, createdAt, lastUsedAt, expiresAt, address, userAgent } = session;
  return {
    id,
    userId,
    current: id === currentId,
    createdAt: createdAt.toISOString(),
    lastUsedAt: (lastUsedAt ?? createdAt).toISOString(),
    expiresAt: expiresAt.toISOString(),
    address,
    userAgent,
  };
}
