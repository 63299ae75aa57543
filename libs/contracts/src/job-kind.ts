import * as z from 'zod';
import type { AuditAction } from './audit.js';
import type { JobDeclaration } from './job-declaration.js';
import type { JobSubjectKind } from './job-subject.js';
import { ACTIONS_WITH_JOB, CREATION, type ActionWithJob, VM_ACTIONS } from './vm-action.js';

interface DeclaredJob extends JobDeclaration {
  subject: JobSubjectKind;
  /** What the audit log calls it. */
  audit: AuditAction;
}

type OfVmActions = {
  [Name in ActionWithJob]: (typeof VM_ACTIONS)[Name]['job'] & { subject: 'vm'; audit: `vm.${Name}` };
};
const OF_VM_ACTIONS = Object.fromEntries(
  ACTIONS_WITH_JOB.map((name) => [name, { ...VM_ACTIONS[name].job, subject: 'vm', audit: `vm.${name}` }]),
) as OfVmActions;

/** All kinds of jobs: those that do an action on a VM by the action's name, and others. */
export const JOBS = {
  create: { subject: 'vm', audit: 'vm.create', ...CREATION },
  /** A machine of a backup becomes this new VM's. */
  'bring-back': {
    subject: 'vm',
    audit: 'vm.bring-back',
    steps: ['check-copy', 'prepare-network', 'prepare-folder', 'bring-disk-back'],
    lane: 'heavy',
    input: z.object({ backup: z.string(), vmId: z.uuid() }),
  },
  ...OF_VM_ACTIONS,
  /** What a deletion does first where there is a bin: the machine waits in it, and waits switched off. */
  bin: {
    ...{ subject: 'vm', audit: 'vm.delete', lane: 'light', runsToItsEnd: true },
    steps: ['switch-off'],
  },
  bake: {
    ...{ subject: 'template', audit: 'template.bake', lane: 'heavy' },
    steps: ['bake-box', 'import-box', 'remove-old-boxes'],
    input: z.object({ box: z.string(), isWeekly: z.boolean() }),
  },
  import: {
    ...{ subject: 'template', audit: 'template.import-box', lane: 'heavy' },
    steps: ['fetch-box', 'unpack-box', 'import-box'],
    input: z.object({
      box: z.string(),
      /** The largest disk that its machines may have. */
      maxDiskGiB: z.int(),
      /** Where it lies, or will lie once it is fetched. */
      staged: z.uuid(),
      /** Without what may be secret in it. */
      url: z.string().nullable(),
      sha256: z.string().nullable(),
    }),
    /** The address' query: of one that is given for a while only, such as a cloud's, it is the key. */
    secrets: z.object({ query: z.string() }),
  },
  'prepare-box': {
    ...{ subject: 'template', audit: 'template.prepare-box', lane: 'light' },
    steps: ['import-box'],
    input: z.object({ box: z.string(), version: z.string() }),
  },
} as const satisfies Record<string, DeclaredJob>;

type Jobs = typeof JOBS;
const KINDS = Object.keys(JOBS) as (keyof Jobs)[];
const DECLARED: Record<keyof Jobs, DeclaredJob> = JOBS;

export const JobKind = z.enum(KINDS).meta({ id: 'JobKind' });
export type JobKind = z.infer<typeof JobKind>;

export const declarationOf = (kind: JobKind): DeclaredJob => DECLARED[kind];

/** The kinds of jobs that are done on such a subject. */
export type KindOn<Subject extends JobSubjectKind> = {
  [Kind in JobKind]: Jobs[Kind]['subject'] extends Subject ? Kind : never;
}[JobKind];

/** The names of the steps of such a job. */
export type StepName<Kind extends JobKind = JobKind> = Jobs[Kind]['steps'][number];

type Parsed<Kind extends JobKind, Part extends 'input' | 'secrets'> =
  Jobs[Kind] extends Record<Part, infer Schema extends z.ZodType> ? z.output<Schema> : Record<never, never>;
export type JobInput<Kind extends JobKind = JobKind> = Kind extends JobKind ? Parsed<Kind, 'input'> : never;
export type JobSecrets<Kind extends JobKind = JobKind> = Kind extends JobKind
  ? Parsed<Kind, 'secrets'>
  : never;
