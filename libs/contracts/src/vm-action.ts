import * as z from 'zod';
import type { JobDeclaration } from './job-declaration.js';
import type { ProblemCode } from './problem.js';
import type { VmState } from './vm-state.js';

interface VmActionRule {
  /** The states in which it may be asked. */
  in: readonly VmState[];
  /** What is wrong with a VM at rest, when this helps whatever its state. */
  helpsWith?: readonly ProblemCode[];
  /** What the VM is from the moment when it is accepted; as before, when there is none. */
  during?: VmState;
  /** May be asked while a job of the VM is under way, and leaves the job alone. */
  whileBusy?: true;
  /** May be asked while a job of the VM is under way, and ends it. */
  overtakes?: true;
  /** Needs more than the VM's name: a form of its own, or a contract. */
  asks?: true;
  /** The job of its name that does it. Without one, another job does it or none: "retry" is another "create". */
  job?: JobDeclaration;
}

/** How a machine is made, for a new VM or for one that has lost its machine. */
export const CREATION = {
  steps: [
    'prepare-network',
    'prepare-folder',
    'import-box',
    'make-machine',
    'wait-for-guest',
    'create-account',
    'finish',
    'switch-off',
    'make-point',
  ],
  lane: 'heavy',
  secrets: z.object({ password: z.string(), rootPassword: z.string() }),
  keepsSecrets: true,
} as const satisfies JobDeclaration;

const STANDING_STILL = ['machine-asleep', 'machine-paused', 'machine-stalled'] as const;

/**
 * What can be asked of a VM, declared once: the API enforces it, the portal shows it, jobs, audit actions and routes have its
 * name; `machines/plans/` of the API does the steps of its job. In the order in which it is offered. The route is
 * `POST /api/vms/{id}/<action>` unless its contract says otherwise; `update`, another name or size, is `PATCH /api/vms/{id}`.
 */
export const VM_ACTIONS = {
  retry: { in: [], helpsWith: ['creation-failed'], during: 'queued', asks: true },
  start: { in: ['stopped'], during: 'starting', job: { steps: ['start-machine'], lane: 'heavy' } },
  // What is suspended has its memory on disk: neither it nor the disk may change meanwhile. Forced off, it forgets that memory.
  resume: {
    in: ['suspended'],
    helpsWith: STANDING_STILL,
    during: 'starting',
    job: { steps: ['restore-memory'], lane: 'heavy' },
  },
  'open-console': {
    in: ['starting', 'running', 'stopping'],
    helpsWith: [...STANDING_STILL, 'machine-crashed'],
    whileBusy: true,
    asks: true,
  },
  shutdown: { in: ['running'], during: 'stopping', job: { steps: ['ask-guest'], lane: 'light' } },
  reboot: { in: ['running'], job: { steps: ['ask-guest'], lane: 'light' } },
  suspend: { in: ['running'], during: 'stopping', job: { steps: ['save-memory'], lane: 'heavy' } },
  'force-off': {
    in: ['starting', 'running', 'stopping', 'suspended'],
    helpsWith: [...STANDING_STILL, 'machine-crashed'],
    during: 'stopping',
    overtakes: true,
    job: { steps: ['force'], lane: 'light' },
  },
  reset: {
    in: ['running'],
    helpsWith: [...STANDING_STILL, 'machine-crashed'],
    job: { steps: ['force'], lane: 'light' },
  },
  update: {
    in: ['stopped', 'running'],
    asks: true,
    job: {
      steps: ['prepare-folder', 'grow-disk', 'resize-machine', 'adapt-guest'],
      lane: 'light',
      // The name and size that are wanted stand in the VM's record; `name` says that the name is new.
      input: z.object({ name: z.string().optional() }),
    },
  },
  'set-password': {
    in: ['running'],
    asks: true,
    job: {
      steps: ['set-password'],
      lane: 'light',
      input: z.object({ account: z.string() }),
      secrets: z.object({ password: z.string() }),
    },
  },
  'make-restore-point': {
    in: ['stopped', 'running'],
    asks: true,
    job: { steps: ['make-point'], lane: 'heavy', input: z.object({ pointId: z.uuid() }) },
  },
  revert: {
    in: ['stopped', 'running', 'suspended'],
    helpsWith: [...STANDING_STILL, 'machine-crashed'],
    during: 'restoring',
    asks: true,
    job: {
      steps: ['make-point', 'go-back', 'start-machine', 'adapt-guest'],
      lane: 'heavy',
      runsToItsEnd: true,
      // `keepId` is the point that keeps the present; `start`: it is to run afterwards, also from a point without memory; `was`: the
      // size that the machine has again when it could not go back.
      input: z.object({
        pointId: z.uuid(),
        keepId: z.uuid().optional(),
        start: z.boolean(),
        was: z.object({
          diskGiB: z.int(),
          nextVcpus: z.int().nullable(),
          nextMemoryMiB: z.int().nullable(),
        }),
      }),
    },
  },
  'delete-restore-point': {
    in: ['stopped', 'running'],
    asks: true,
    job: {
      steps: ['remove-point'],
      lane: 'light',
      runsToItsEnd: true,
      input: z.object({ pointId: z.uuid() }),
    },
  },
  rebuild: {
    in: ['failed'],
    helpsWith: ['creation-failed'],
    during: 'queued',
    asks: true,
    job: { ...CREATION, steps: ['stop-work', 'remove-machine', 'remove-disks', ...CREATION.steps] },
  },
  delete: {
    in: [
      'queued',
      'creating',
      'stopped',
      'starting',
      'running',
      'stopping',
      'suspended',
      'restoring',
      'failed',
      'deleting',
    ],
    helpsWith: [...STANDING_STILL, 'machine-crashed', 'creation-failed', 'bring-back-failed'],
    during: 'deleting',
    overtakes: true,
    job: {
      steps: ['stop-work', 'remove-machine', 'remove-disks', 'remove-folder', 'remove-network', 'forget'],
      lane: 'light',
      runsToItsEnd: true,
      // The folder is named when the VM's record is gone already.
      input: z.object({ folder: z.string().optional() }),
    },
  },
} as const satisfies Record<string, VmActionRule>;

type Declared = typeof VM_ACTIONS;
type Named<Property extends keyof VmActionRule> = {
  [Name in keyof Declared]: Declared[Name] extends Record<Property, unknown> ? Name : never;
}[keyof Declared];

const NAMES = Object.keys(VM_ACTIONS) as (keyof Declared)[];
const RULES: Record<keyof Declared, VmActionRule> = VM_ACTIONS;

export const VmAction = z.enum(NAMES).meta({ id: 'VmAction' });
export type VmAction = z.infer<typeof VmAction>;

/** One call that needs nothing but the VM. */
export type PlainAction = Exclude<VmAction, Named<'asks'>>;
/** Done by a job of its name. */
export type ActionWithJob = Named<'job'>;

export const PLAIN_ACTIONS = NAMES.filter((name): name is PlainAction => RULES[name].asks !== true);
export const ACTIONS_WITH_JOB = NAMES.filter((name): name is ActionWithJob => RULES[name].job !== undefined);

/** What the VM is while the action is on its way; undefined when it stays what it was. */
export const stateDuring = (action: VmAction): VmState | undefined => RULES[action].during;

export const overtakes = (action: VmAction): boolean => RULES[action].overtakes === true;

/** Problems that change what is allowed while the VM is at rest. */
const CHANGING = new Set(NAMES.flatMap((name) => RULES[name].helpsWith ?? []));
const AT_REST: ReadonlySet<VmState> = new Set<VmState>(['running', 'suspended', 'failed']);

/** What may be done now. `busy` says whether a job of this VM runs, `problem` what is wrong with it. */
export function allowedActions({
  state,
  busy,
  problem = null,
}: {
  state: VmState;
  busy: boolean;
  problem?: ProblemCode | null;
}): VmAction[] {
  const special = problem !== null && AT_REST.has(state) && CHANGING.has(problem) ? problem : null;
  return NAMES.filter((name) => {
    const { in: states, helpsWith, whileBusy, overtakes } = RULES[name];
    const helps = special ? (helpsWith?.includes(special) ?? false) : states.includes(state);
    return helps && (!busy || whileBusy === true || overtakes === true);
  });
}
