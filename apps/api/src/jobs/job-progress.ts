import type { JobStep } from '@vm-manager/contracts';
import type { NamedStep } from './job-plan-registry.js';

type Weighted = Pick<NamedStep, 'seconds' | 'varies'>;

/**
 * The job's progress in percent. Each step counts as much as it usually lasts; of the running one, `share` is done. What the job is
 * expected to take beyond that is the step's that depends on its subject.
 */
export function progressOf(
  plans: readonly Weighted[],
  steps: readonly JobStep[],
  { share, estimatedSeconds }: { share: number; estimatedSeconds: number | null },
): number {
  const usual = plans.reduce((sum, { seconds }) => sum + seconds, 0);
  const beyond = plans.some(({ varies }) => varies) ? Math.max(0, (estimatedSeconds ?? 0) - usual) : 0;
  let done = 0;
  for (const [index, { seconds, varies }] of plans.entries()) {
    const state = steps[index]?.state;
    const weight = varies ? seconds + beyond : seconds;
    if (state === 'done' || state === 'skipped') done += weight;
    else if (state === 'running') done += weight * Math.min(Math.max(share, 0), 1);
  }
  const total = usual + beyond;
  return total === 0 ? 0 : Math.min(99, Math.floor((done / total) * 100));
}
