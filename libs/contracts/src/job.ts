import * as z from 'zod';
import { JobKind } from './job-kind.js';
import { JobSubject } from './job-subject.js';
import { Problem } from './problem.js';

export const JobState = z
  .enum(['queued', 'running', 'succeeded', 'failed', 'cancelled'])
  .meta({ id: 'JobState' });
export type JobState = z.infer<typeof JobState>;

export const JobStep = z
  .object({ name: z.string(), state: z.enum(['pending', 'running', 'done', 'skipped', 'failed']) })
  .meta({ id: 'JobStep' });
export type JobStep = z.infer<typeof JobStep>;

/** `how` tells a polite stop or reboot from one that had to be forced after the template's time-out. */
export const JobResult = z
  .object({ how: z.enum(['polite', 'forced']).optional(), account: z.string().optional() })
  .meta({ id: 'JobResult' });
export type JobResult = z.infer<typeof JobResult>;

/** Where a job stands that waits for one of the host's slots: 1 is next. `startsAt` is expected, null where nobody can say. */
export const JobTurn = z
  .object({ place: z.int().min(1), startsAt: z.iso.datetime().nullable() })
  .meta({ id: 'JobTurn' });
export type JobTurn = z.infer<typeof JobTurn>;

/** Slow work on one subject; `vmId` is null when that is no VM. `estimatedSeconds` is the whole duration expected, from earlier jobs of the kind. */
export const Job = z
  .object({
    id: z.uuid(),
    subject: JobSubject,
    vmId: z.uuid().nullable(),
    kind: JobKind,
    state: JobState,
    step: z.string().nullable(),
    steps: z.array(JobStep),
    progress: z.number().min(0).max(100),
    estimatedSeconds: z.int().nullable(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    result: JobResult.nullable(),
    problem: Problem.nullable(),
    turn: JobTurn.optional(),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;
