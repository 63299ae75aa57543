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

const VmTypist = z.object({ id: z.uuid(), displayName: z.string() });

/**
 * Of the VM's screen: `holder` is the only one whose keys and pointer reach it, `asker` would like to be, and the owner has asked
 * for help since `helpAskedAt`.
 */
export const VmControl = z
  .object({
    holder: VmTypist.nullable(),
    asker: VmTypist.nullable(),
    helpAskedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'VmControl' });
export type VmControl = z.infer<typeof VmControl>;

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
    /** When the trial of its system ends, as the system itself says; null for one that is on none. */
    evaluationEndsAt: z.iso.datetime().nullable(),
    /** What is wrong with it, such as why it failed. */
    problem: Problem.nullable(),
    /** Until then a `retry` needs no passwords; null when it does. */
    passwordsKeptUntil: z.iso.datetime().nullable(),
    viewers: z.array(VmViewer),
    /** Null when nobody types, asks or needs help. */
    control: VmControl.nullable(),
    allowedActions: z.array(VmAction),
    job: Job.nullable(),
  })
  .meta({ id: 'Vm' });
export type Vm = z.infer<typeof Vm>;

/** How many days before the trial of a system ends people are told. */
export const EVALUATION_WARNING_DAYS = 30;

/**
 * Filters of the list; `search` looks in names, owners and addresses, `tasks=open` finds those whose last job goes on, waits its
 * turn or failed.
 */
export const VmFilter = z.object({
  owner: Id.optional(),
  group: Id.optional(),
  state: VmState.optional(),
  template: z.string().max(100).optional(),
  search: z.string().max(200).optional(),
  tasks: z.enum(['open']).optional(),
});
export type VmFilter = z.infer<typeof VmFilter>;

export const VmSort = z.enum([
  ...(['since', 'name', 'owner', 'group', 'state', 'template'] as const),
  ...(['vcpus', 'memory', 'disk', 'address'] as const),
]);
export type VmSort = z.infer<typeof VmSort>;

/**
 * The list is whole, newest first, unless a `limit` asks for pages. The body is a plain list either way. A page's `Link` header
 * has the address of the next one (`rel="next"`): the same question with `after`, which is to be taken as it is. `X-Total-Count`
 * says how many there are in all, `X-State-Counts` how many in each state, whatever `state` is asked for
 * (`running=12, failed=1`). A page leaves the steps of finished jobs out: `steps` is empty there. `since` is an age, so that the
 * youngest comes first.
 */
export const VmListFilter = VmFilter.extend({
  sort: VmSort.default('since'),
  order: z.enum(['asc', 'desc']).default('asc'),
  after: z.string().max(2000).optional(),
  limit: z.coerce.number<string>().int().min(1).max(1000).optional(),
});
export type VmListFilter = z.infer<typeof VmListFilter>;

/** The account that governs a guest, whatever its system calls it: Administrator on Windows. */
export const ROOT_ACCOUNT = 'root';

/** A new password for an account in the guest: the VM's own account, or the one that governs it. */
export const SetGuestPassword = z
  .object({ account: z.string().min(1).max(64), password: GuestPassword })
  .meta({ id: 'SetGuestPassword' });
export type SetGuestPassword = z.infer<typeof SetGuestPassword>;
