import * as z from 'zod';
import { Id } from './id.js';
import { Job, JobState } from './job.js';
import { Problem } from './problem.js';
import { PLAIN_ACTIONS } from './vm-action.js';

export const OperationKind = z.enum(PLAIN_ACTIONS).meta({ id: 'OperationKind' });
export type OperationKind = z.infer<typeof OperationKind>;

const VMS_AT_MOST = 500;

/** The same for several VMs: for those that are named, or for all VMs of a group's students that can take it now. */
export const CreateOperation = z
  .union([
    z.strictObject({ kind: OperationKind, vmIds: z.array(Id).min(1).max(VMS_AT_MOST) }),
    z.strictObject({ kind: OperationKind, groupId: Id }),
  ])
  .meta({ id: 'CreateOperation' });
export type CreateOperation = z.infer<typeof CreateOperation>;

/** A VM for which it was not ordered, and why; `name` is null when it is gone, or never was theirs. */
export const RefusedVm = z
  .object({ vmId: z.uuid(), name: z.string().nullable(), problem: Problem })
  .meta({ id: 'RefusedVm' });
export type RefusedVm = z.infer<typeof RefusedVm>;

/**
 * What was ordered for several VMs: a job for each. `progress` is the mean of theirs, in percent; `waiting` VMs have no job yet.
 * It has succeeded when all jobs have, and nothing was refused.
 */
export const Operation = z
  .object({
    id: z.uuid(),
    kind: OperationKind,
    groupId: z.uuid().nullable(),
    state: JobState,
    progress: z.number().min(0).max(100),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    waiting: z.int(),
    jobs: z.array(Job),
    refused: z.array(RefusedVm),
  })
  .meta({ id: 'Operation' });
export type Operation = z.infer<typeof Operation>;
