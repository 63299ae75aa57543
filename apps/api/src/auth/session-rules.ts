const IDLE_MS = 8 * 3600_000;
const ABSOLUTE_MS = 7 * 24 * 3600_000;
/** Use is written down this often at most: a write per request would cost more than the request. */
const NOTED_EVERY_MS = 60_000;

export const expiryOf = (createdAt: Date) => new Date(createdAt.getTime() + ABSOLUTE_MS);

/** Sessions that were last used before this have ended. */
export const idleSince = (now: Date) => new Date(now.getTime() - IDLE_MS);

export const isUseWorthNoting = (lastUsedAt: Date, now: Date) =>
  now.getTime() - lastUsedAt.getTime() > NOTED_EVERY_MS;
