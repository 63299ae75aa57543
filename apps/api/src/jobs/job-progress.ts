import type { JobStep } from '@vm-manager/contracts';
import type { NamedStep } from './job-plan-registry.js';

type Weighted = Pick<NamedStep, 'seconds' | 'varies'>;

interface Expected {
  estimatedSeconds: number | null;
}

/** A step that cannot say how far it is does not come to its end by the clock alone. */
const MOST_BY_TIME = 0.95;

/** What each step counts for, in seconds: what it usually lasts, and beyond that what its subject makes it last. */
function weightsOf(plans: readonly Weighted[], { estimatedSeconds }: Expected): number[] {
  const usual = sum(plans.map(({ seconds }) => seconds));
  const beyond = Math.max(0, (estimatedSeconds ?? 0) - usual);
  return plans.map(({ seconds, varies }) => (varies ? seconds + beyond : seconds));
}

/** The job's progress in percent. Each step counts by its weight; of the running one, `share` is done. */
export function progressOf(
  plans: readonly Weighted[],
  steps: readonly JobStep[],
  { share, ...expected }: Expected & { share: number },
): number {
  const weights = weightsOf(plans, expected);
  let done = 0;
  for (const [index, weight] of weights.entries()) {
    const state = steps[index]?.state;
    if (state === 'done' || state === 'skipped') done += weight;
    else if (state === 'running') done += weight * Math.min(Math.max(share, 0), 1);
  }
  const total = sum(weights);
  return total === 0 ? 0 : Math.min(99, Math.floor((done / total) * 100));
}

/** The share of a step that lies behind by the time for which it has run: a guest that boots says nothing for minutes. */
export function shareByTime(
  plans: readonly Weighted[],
  index: number,
  { seconds, ...expected }: Expected & { seconds: number },
): number {
  const weights = weightsOf(plans, expected);
  const total = sum(weights);
  const lasts = ((weights[index] ?? 0) / total) * (expected.estimatedSeconds ?? total);
  return Math.min(MOST_BY_TIME, seconds / lasts);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
