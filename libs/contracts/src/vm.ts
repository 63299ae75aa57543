import * as z from 'zod';
import { ConsoleMode } from './console.js';
import { Id } from './id.js';
import { GuestPassword } from './password.js';
import { Job } from './job.js';
import { Problem } from './problem.js';
import { VmAction } from './vm-action.js';
import { VmState } from './vm-state.js';

export const VmOwner = z
  .object({ id: z.uuid(), username: z.string(), displayName: z.string() })
  .meta({ id: 'VmOwner' });
export type VmOwner = z.infer<typeof VmOwner>;

/** Someone who has the VM's console open now. */
export const VmViewer = z
  .object({ id: z.uuid(), displayName: z.string(), mode: ConsoleMode })
  .meta({ id: 'VmViewer' });
export type VmViewer = z.infer<typeof VmViewer>;

/** A student's machine as the portal knows it. Memory in MiB, disk in GiB; `job` is the last one while it matters. */
export const Vm = z
  .object({
    id: z.uuid(),
    /** Chosen under the rules of its time. */
    name: z.string(),
    owner: VmOwner,
    groupId: z.uuid().nullable(),
    group: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    templateId: z.string(),
    state: VmState,
    vcpus: z.int(),
    memoryMiB: z.int(),
    diskGiB: z.int(),
    /** A size that is granted and waits for the next start. */
    atNextStart: z.object({ vcpus: z.int(), memoryMiB: z.int() }).nullable(),
    username: z.string(),
    ipAddress: z.string().nullable(),
    addressIsInternal: z.boolean(),
    host: z.string(),
    createdAt: z.iso.datetime(),
    /** What is wrong with it, such as why it failed. */
    problem: Problem.nullable(),
    /** Until then a `retry` needs no passwords; null when it does. */
    passwordsKeptUntil: z.iso.datetime().nullable(),
    viewers: z.array(VmViewer),
    allowedActions: z.array(VmAction),
    job: Job.nullable(),
  })
  .meta({ id: 'Vm' });
export type Vm = z.infer<typeof Vm>;

/** Filters of the list; `search` looks in names, owners and addresses. */
export const VmFilter = z.object({
  owner: Id.optional(),
  group: Id.optional(),
  state: VmState.optional(),
  template: z.string().max(100).optional(),
  search: z.string().max(200).optional(),
});
export type VmFilter = z.infer<typeof VmFilter>;

/** A new password for an account in the guest: the VM's own account, or `root`. */
export const SetGuestPassword = z
  .object({ account: z.string().min(1).max(64), password: GuestPassword })
  .meta({ id: 'SetGuestPassword' });
export type SetGuestPassword = z.infer<typeof SetGuestPassword>;
