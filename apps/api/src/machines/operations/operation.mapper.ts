import type { JobState, Language, Operation } from '@vm-manager/contracts';
import { toProblem } from '../../foundation/problems/problem.js';
import { ACTIVE_JOB_STATES, type JobEntity } from '../../jobs/job.entity.js';
import { toJob } from '../../jobs/job.mapper.js';
import type { OperationEntity } from './operation.entity.js';

/** `names` are those of the refused VMs that the reader may see. */
export function toOperation(
  operation: OperationEntity,
  jobs: readonly JobEntity[],
  names: ReadonlyMap<string, string>,
  language: Language,
): Operation {
  const state = stateOf(operation, jobs);
  const isOver = !ACTIVE_JOB_STATES.includes(state);
  return {
    id: operation.id,
    kind: operation.kind,
    groupId: operation.groupId,
    state,
    progress: progressOf(operation, jobs),
    createdAt: operation.createdAt.toISOString(),
    finishedAt: isOver ? lastEndOf(operation, jobs).toISOString() : null,
    waiting: operation.waiting.length,
    jobs: jobs.map((job) => toJob(job, language)),
    refused: operation.refused.map(({ vmId, code, params, exceeded }) => ({
      vmId,
      name: names.get(vmId) ?? null,
      problem: toProblem({ code, params, exceeded }, language),
    })),
  };
}

export function stateOf(
  { waiting, refused }: Pick<OperationEntity, 'waiting' | 'refused'>,
  jobs: readonly Pick<JobEntity, 'state'>[],
): JobState {
  const is = (...states: JobState[]) => jobs.some(({ state }) => states.includes(state));
  if (waiting.length > 0 || is('queued', 'running'))
    return is('running', 'succeeded', 'failed', 'cancelled') ? 'running' : 'queued';
  if (is('failed') || refused.some(({ code }) => code !== 'cancelled')) return 'failed';
  return is('cancelled') || refused.length > 0 ? 'cancelled' : 'succeeded';
}

function progressOf(
  { waiting }: Pick<OperationEntity, 'waiting'>,
  jobs: readonly Pick<JobEntity, 'progress' | 'finishedAt'>[],
): number {
  const count = jobs.length + waiting.length;
  if (count === 0) return 100;
  return jobs.reduce((sum, { progress, finishedAt }) => sum + (finishedAt ? 100 : progress), 0) / count;
}

const lastEndOf = ({ createdAt }: OperationEntity, jobs: readonly JobEntity[]) =>
  jobs.reduce((last, { finishedAt }) => (finishedAt && finishedAt > last ? finishedAt : last), createdAt);
