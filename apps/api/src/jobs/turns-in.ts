import type { JobTurn } from '@vm-manager/contracts';
import type { JobEntity } from './job.entity.js';

export type HeavyJob = Pick<
  JobEntity,
  'id' | 'state' | 'startedAt' | 'estimatedSeconds' | 'cancelRequestedAt'
>;

/**
 * The place in line of each job that waits for a slot, and when it is likely to start. A slot becomes free when its job is
 * expected to end. A job that already takes longer than expected says nothing about when its slot becomes free; when no other
 * slot is left, the time is unknown.
 *
 * @param active jobs that wait or run, in the order of the line
 */
export function turnsIn(active: readonly HeavyJob[], slots: number, now: Date): Map<string, JobTurn> {
  const running = active.filter(({ state }) => state === 'running');
  const waiting = active.filter((job) => job.state === 'queued' && !job.cancelRequestedAt);
  // Jobs for which a slot is free now are about to start.
  const starting = waiting.splice(0, Math.max(0, slots - running.length));
  const frees = [
    ...running.map((job) => endOf(job, now)),
    ...starting.map((job) => after(job, now.getTime())),
  ]
    .filter((at) => at !== undefined)
    .sort((a, b) => a - b);
  const turns = new Map<string, JobTurn>();
  for (const [index, job] of waiting.entries()) {
    const at = frees.shift();
    turns.set(job.id, { place: index + 1, startsAt: at === undefined ? null : new Date(at).toISOString() });
    const end = at === undefined ? undefined : after(job, at);
    if (end !== undefined) frees.push(end);
    frees.sort((a, b) => a - b);
  }
  return turns;
}

function endOf(job: HeavyJob, now: Date): number | undefined {
  const end = after(job, job.startedAt?.getTime() ?? now.getTime());
  return end !== undefined && end >= now.getTime() ? end : undefined;
}

const after = ({ estimatedSeconds }: HeavyJob, start: number) =>
  estimatedSeconds === null ? undefined : start + estimatedSeconds * 1000;
