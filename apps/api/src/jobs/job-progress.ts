import type { JobStep } from '@vm-manager/contracts';
import type { NamedStep } from './job-plan-registry.js';

/** The job's progress in percent. Each step counts as much as it usually lasts; of the running one, `share` is done. */
export function progressOf(plans: readonly NamedStep[], steps: readonly JobStep[], share: number): number {
  const total = plans.reduce((sum, { seconds }) => sum + seconds, 0);
  let done = 0;
  for (const [index, { seconds }] of plans.entries()) {
    const state = steps[index]?.state;
    if (state === 'done' || state === 'skipped') done += seconds;
    else if (state === 'running') done += seconds * Math.min(Math.max(share, 0), 1);
  }
  return total === 0 ? 0 : Math.min(99, Math.floor((done / total) * 100));
}
