import { IsNull, LessThan, MoreThan, Not, type FindOptionsWhere } from 'typeorm';
import type { Credential } from './credential.js';
import type { SessionEntity } from './session.entity.js';

const IDLE_MS = 8 * 3600_000;
const ABSOLUTE_MS = 7 * 24 * 3600_000;
/** Use is written down this often at most: a write per request would cost more than the request. */
const NOTED_EVERY_MS = 60_000;

export const expiryOf = (createdAt: Date) => new Date(createdAt.getTime() + ABSOLUTE_MS);

export const A_BROWSER = { scope: IsNull() } satisfies FindOptionsWhere<SessionEntity>;
export const A_TOKEN = { scope: Not(IsNull()) } satisfies FindOptionsWhere<SessionEntity>;

type Where = FindOptionsWhere<SessionEntity>;

/** Sessions of browsers end when unused; tokens do not, as a script may run once a month. */
export const aliveIn: Record<Credential['kind'], (now: Date) => Where> = {
  browser: (now) => ({ ...A_BROWSER, expiresAt: MoreThan(now), lastUsedAt: MoreThan(idleSince(now)) }),
  token: (now) => ({ ...A_TOKEN, expiresAt: MoreThan(now) }),
};

export const expired = (now: Date): Where[] => [
  { expiresAt: LessThan(now) },
  { ...A_BROWSER, lastUsedAt: LessThan(idleSince(now)) },
];

export const isUseWorthNoting = (lastUsedAt: Date | null, now: Date) =>
  lastUsedAt === null || now.getTime() - lastUsedAt.getTime() > NOTED_EVERY_MS;

const idleSince = (now: Date) => new Date(now.getTime() - IDLE_MS);
