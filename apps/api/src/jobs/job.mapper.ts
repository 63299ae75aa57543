import type { Job, JobTurn, Language } from '@vm-manager/contracts';
import { toProblem } from '../foundation/problems/problem.js';
import { subjectOf } from './job-subject.js';
import type { JobEntity } from './job.entity.js';

/** What the mapper reads of a job's row. */
export const JOB_COLUMNS = [
  'id',
  'subjectKind',
  'subjectId',
  'kind',
  'state',
  'steps',
  'progress',
  'estimatedSeconds',
  'createdAt',
  'startedAt',
  'finishedAt',
  'result',
  'problem',
  'secretsExpireAt',
] as const satisfies (keyof JobEntity)[];

/** What the mapper reads of a job. */
export type ReadableJob = Pick<JobEntity, (typeof JOB_COLUMNS)[number]>;

/** `language` is the reader's: a stored problem is in none. */
export function toJob(entity: ReadableJob, language: Language, turn?: JobTurn): Job {
  return {
    id: entity.id,
    subject: subjectOf(entity),
    vmId: entity.subjectKind === 'vm' ? entity.subjectId : null,
    kind: entity.kind,
    state: entity.state,
    step: entity.steps.find(({ state }) => state === 'running')?.name ?? null,
    steps: entity.steps,
    progress: entity.progress,
    estimatedSeconds: entity.estimatedSeconds,
    createdAt: entity.createdAt.toISOString(),
    startedAt: entity.startedAt?.toISOString() ?? null,
    finishedAt: entity.finishedAt?.toISOString() ?? null,
    result: entity.result,
    problem: entity.problem && toProblem(entity.problem, language),
    ...(turn && { turn }),
  };
}
