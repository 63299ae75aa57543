import type { EntityManager } from 'typeorm';
import { lately } from '../../foundation/database/lately.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { ResourceRequestEntity } from './resource-request.entity.js';

const HOUR_MS = 3600_000;
export const REQUESTS_PER_HOUR = 60;

/** Each request is a mail to every teacher: rejects with `too-many-requests` whoever asks and cancels in a loop. */
export async function mustNotFlood(tx: EntityManager, requesterId: string, now: Date): Promise<void> {
  const recent = await tx.find(ResourceRequestEntity, {
    where: { requesterId, createdAt: lately(now, HOUR_MS) },
    select: { id: true, createdAt: true },
    order: { createdAt: 'DESC' },
    take: REQUESTS_PER_HOUR,
  });
  const oldest = recent[REQUESTS_PER_HOUR - 1];
  if (!oldest) return;
  const seconds = Math.ceil((oldest.createdAt.getTime() + HOUR_MS - now.getTime()) / 1000);
  throw new ProblemError('too-many-requests', { seconds });
}
