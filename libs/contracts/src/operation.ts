import * as z from 'zod';
import { Id } from './id.js';
import { Job, JobState } from './job.js';
import { Problem } from './problem.js';
import { PLAIN_ACTIONS } from './vm-action.js';

export const OperationKind = z.enum(PLAIN_ACTIONS).meta({ id: 'OperationKind' });
export type OperationKind = z.infer<typeof OperationKind>;

/** As many as the largest page of a list: all of it can be ticked. */
const VMS_AT_MOST = 1000;

/** The same for several VMs: for those that are named, or for all VMs of a group's students that can take it now. */
export const CreateOperation = z
  .union([
    z.strictObject({ kind: OperationKind, vmIds: z.array(Id).min(1).max(VMS_AT_MOST) }),
    z.strictObject({ kind: OperationKind, groupId: Id }),
  ])
  .meta({ id: 'CreateOperation' });
export type CreateOperation = z.infer<typeof CreateOperation>;

/**
 * One of the VMs. `job` is null where none was ordered: not yet (`queued`), not any more (`cancelled`), or because it was refused
 * (`failed`, with the reason as `problem`). `name` is null when the VM is gone, or never was theirs.
 */
export const OperationChild = z
  .object({
    vmId: z.uuid(),
    name: z.string().nullable(),
    state: JobState,
    problem: Problem.nullable(),
    job: Job.nullable(),
  })
  .meta({ id: 'OperationChild' });
export type OperationChild = z.infer<typeof OperationChild>;

/**
 * What was ordered for several VMs, without what became of each. `done` of the `total` children have ended, however; `progress` is
 * the mean of theirs, in percent. It has succeeded when all of them have.
 */
export const OperationSummary = z
  .object({
    id: z.uuid(),
    kind: OperationKind,
    groupId: z.uuid().nullable(),
    state: JobState,
    progress: z.number().min(0).max(100),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    done: z.int(),
    total: z.int(),
  })
  .meta({ id: 'OperationSummary' });
export type OperationSummary = z.infer<typeof OperationSummary>;

/** The whole of it. */
export const Operation = OperationSummary.extend({ children: z.array(OperationChild) }).meta({
  id: 'Operation',
});
export type Operation = z.infer<typeof Operation>;
