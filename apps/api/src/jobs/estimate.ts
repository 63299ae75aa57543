import type { JobKind } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { JobEntity } from './job.entity.js';
import type { NamedStep } from './job-plan-registry.js';

const LOOKED_AT = 7;

/** How long a job of this kind takes, in whole seconds: the median of the last ones, else what its steps or its subject usually take. */
export async function estimateSeconds(
  tx: EntityManager,
  {
    kind,
    estimateGroup,
    firstEstimateSeconds = 1,
  }: { kind: JobKind; estimateGroup: string; firstEstimateSeconds?: number },
  steps: readonly NamedStep[],
): Promise<number> {
  const last = await tx.find(JobEntity, {
    where: { kind, estimateGroup, state: 'succeeded' },
    order: { createdAt: 'DESC' },
    take: LOOKED_AT,
    select: { id: true, startedAt: true, finishedAt: true },
  });
  const durations = last
    .map(({ startedAt, finishedAt }) => (Number(finishedAt) - Number(startedAt)) / 1000)
    .sort((a, b) => a - b);
  const median = durations[Math.floor(durations.length / 2)];
  if (median !== undefined) return Math.max(1, Math.round(median));
  const usual = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  return Math.max(firstEstimateSeconds, Math.round(usual));
}
