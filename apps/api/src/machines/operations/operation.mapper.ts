import type { JobState, Language, Operation, OperationChild } from '@vm-manager/contracts';
import { toProblem } from '../../foundation/problems/problem.js';
import { ACTIVE_JOB_STATES, type JobEntity } from '../../jobs/job.entity.js';
import { toJob } from '../../jobs/job.mapper.js';
import type { OperationEntity } from './operation.entity.js';

/** `names` are those of the VMs that the reader may see. */
export function toOperation(
  operation: OperationEntity,
  jobs: readonly JobEntity[],
  names: ReadonlyMap<string, string>,
  language: Language,
): Operation {
  const children = childrenOf(operation, jobs, names, language);
  const state = stateOf(children);
  return {
    id: operation.id,
    kind: operation.kind,
    groupId: operation.groupId,
    state,
    progress: progressOf(children),
    createdAt: operation.createdAt.toISOString(),
    finishedAt: ACTIVE_JOB_STATES.includes(state) ? null : lastEndOf(operation, jobs).toISOString(),
    done: children.filter(hasEnded).length,
    total: children.length,
    children,
  };
}

function childrenOf(
  { waiting, refused }: OperationEntity,
  jobs: readonly JobEntity[],
  names: ReadonlyMap<string, string>,
  language: Language,
): OperationChild[] {
  const child = (vmId: string, rest: Omit<OperationChild, 'vmId' | 'name'>) => ({
    ...{ vmId, name: names.get(vmId) ?? null },
    ...rest,
  });
  return [
    ...jobs.map((entity) => {
      const job = toJob(entity, language);
      return child(entity.subjectId, { state: job.state, problem: job.problem, job });
    }),
    ...waiting.map((vmId) => child(vmId, { state: 'queued', problem: null, job: null })),
    ...refused.map(({ vmId, code, params, exceeded }) =>
      child(vmId, {
        state: code === 'cancelled' ? 'cancelled' : 'failed',
        problem: toProblem({ code, params, exceeded }, language),
        job: null,
      }),
    ),
  ];
}

const hasEnded = ({ state }: OperationChild) => !ACTIVE_JOB_STATES.includes(state);

function stateOf(children: readonly OperationChild[]): JobState {
  const has = (wanted: JobState) => children.some(({ state }) => state === wanted);
  if (!children.every(hasEnded))
    return children.every(({ state }) => state === 'queued') ? 'queued' : 'running';
  if (has('failed')) return 'failed';
  return has('cancelled') ? 'cancelled' : 'succeeded';
}

function progressOf(children: readonly OperationChild[]): number {
  if (children.length === 0) return 100;
  const sum = children.reduce((all, one) => all + (hasEnded(one) ? 100 : (one.job?.progress ?? 0)), 0);
  return sum / children.length;
}

const lastEndOf = ({ createdAt }: OperationEntity, jobs: readonly JobEntity[]) =>
  jobs.reduce((last, { finishedAt }) => (finishedAt && finishedAt > last ? finishedAt : last), createdAt);
