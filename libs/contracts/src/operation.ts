import * as z from 'zod';
import { Id } from './id.js';
import { Job, JobState } from './job.js';
import { Problem } from './problem.js';
import { RestorePointName } from './restore-point.js';
import { PLAIN_ACTIONS } from './vm-action.js';

const PlainKind = z.enum(PLAIN_ACTIONS);
/** Those of restore points name the point: each VM has its own. */
const PointKind = z.enum(['make-restore-point', 'revert']);

export const OperationKind = z
  .enum([...PlainKind.options, ...PointKind.options])
  .meta({ id: 'OperationKind' });
export type OperationKind = z.infer<typeof OperationKind>;

/** As many as the largest page of a list: all of it can be ticked. */
const VMS_AT_MOST = 1000;

const vmIds = z.array(Id).min(1).max(VMS_AT_MOST);

/**
 * The same for several VMs: for those that are named, or for all VMs of a group's students that can take it now. `name` is the restore
 * point's, made under it for each or gone back to by each that has one of that name.
 */
export const CreateOperation = z
  .union([
    z.strictObject({ kind: PlainKind, vmIds }),
    z.strictObject({ kind: PlainKind, groupId: Id }),
    z.strictObject({ kind: PointKind, name: RestorePointName, vmIds }),
    z.strictObject({ kind: PointKind, name: RestorePointName, groupId: Id }),
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
    pointName: z.string().nullable(),
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
