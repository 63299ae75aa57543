import type { JobState, Language, Operation, OperationChild, OperationSummary } from '@vm-manager/contracts';
import { toProblem } from '../../foundation/problems/problem.js';
import { ACTIVE_JOB_STATES, type JobEntity } from '../../jobs/job.entity.js';
import { toJob } from '../../jobs/job.mapper.js';
import type { OperationEntity, StoredRefusal } from './operation.entity.js';

/** Children in the same state: how many, the sum of their progress, and when the last of them ended. */
export interface Share {
  state: JobState;
  count: number;
  progress: number;
  lastEnd: Date | null;
}

/** How many children have no job: they wait for it, were refused, or were cancelled before they got one. */
export interface WithoutJob {
  waiting: number;
  refused: number;
  cancelled: number;
}

/** What of an operation the list has. */
export type Listed = Pick<OperationEntity, 'id' | 'kind' | 'pointName' | 'groupId' | 'createdAt'>;

export function toSummary(
  { id, kind, pointName, groupId, createdAt }: Listed,
  jobs: readonly Share[],
  { waiting, refused, cancelled }: WithoutJob,
): OperationSummary {
  const share = (state: JobState, count: number): Share => ({ state, count, progress: 0, lastEnd: null });
  const shares = [
    ...jobs,
    ...[share('queued', waiting), share('failed', refused), share('cancelled', cancelled)],
  ].filter(({ count }) => count > 0);
  const total = sum(shares.map(({ count }) => count));
  const state = stateOf(shares.map((one) => one.state));
  const lastEnd = shares.reduce(
    (last, one) => (one.lastEnd && one.lastEnd > last ? one.lastEnd : last),
    createdAt,
  );
  return {
    ...{ id, kind, pointName, groupId, state, total },
    progress:
      total === 0 ? 100 : sum(shares.map((one) => (hasEnded(one) ? 100 * one.count : one.progress))) / total,
    createdAt: createdAt.toISOString(),
    finishedAt: hasEnded({ state }) ? lastEnd.toISOString() : null,
    done: sum(shares.filter(hasEnded).map(({ count }) => count)),
  };
}

/** `names` are those of the VMs that the reader may see. */
export function toOperation(
  operation: OperationEntity,
  jobs: readonly JobEntity[],
  names: ReadonlyMap<string, string>,
  language: Language,
): Operation {
  const { waiting, refused } = operation;
  const child = (vmId: string, rest: Omit<OperationChild, 'vmId' | 'name'>) => ({
    ...{ vmId, name: names.get(vmId) ?? null },
    ...rest,
  });
  const shares = jobs.map(({ state, progress, finishedAt }) => ({
    state,
    count: 1,
    progress,
    lastEnd: finishedAt,
  }));
  const cancelled = refused.filter(isCancelled).length;
  return {
    ...toSummary(operation, shares, {
      ...{ waiting: waiting.length, refused: refused.length - cancelled, cancelled },
    }),
    children: [
      ...jobs.map((entity) => {
        const job = toJob(entity, language);
        return child(entity.subjectId, { state: job.state, problem: job.problem, job });
      }),
      ...waiting.map((vmId) => child(vmId, { state: 'queued', problem: null, job: null })),
      ...refused.map((refusal) =>
        child(refusal.vmId, {
          state: isCancelled(refusal) ? 'cancelled' : 'failed',
          problem: toProblem(refusal, language),
          job: null,
        }),
      ),
    ],
  };
}

const isCancelled = ({ code }: StoredRefusal) => code === 'cancelled';
const hasEnded = ({ state }: { state: JobState }) => !ACTIVE_JOB_STATES.includes(state);
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

function stateOf(states: readonly JobState[]): JobState {
  if (!states.every((state) => hasEnded({ state })))
    return states.every((state) => state === 'queued') ? 'queued' : 'running';
  if (states.includes('failed')) return 'failed';
  return states.includes('cancelled') ? 'cancelled' : 'succeeded';
}
