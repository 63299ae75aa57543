import * as z from 'zod';
import { GuestPassword, passwordSchema } from './password.js';
import { Id } from './id.js';
import { Job } from './job.js';
import { Limits, Usage } from './quota.js';
import { Problem } from './problem.js';
import { RestorePointName } from './restore-point.js';
import { withoutOuterSpaces } from './text.js';
import { VmName } from './vm-name.js';
import { VmOwner } from './vm.js';
import { VmState } from './vm-state.js';
import { within, type VmTemplate } from './vm-template.js';

/** Stands in a name pattern for each student's login. */
const LOGIN = '{login}';

/** The name of one student's machine. */
export const vmNameFor = (namePattern: string, login: string): string => namePattern.replaceAll(LOGIN, login);

/** What the series is called: its name pattern without the login. */
export function seriesNameOf(namePattern: string): string {
  const rest = namePattern.replaceAll(/[.-]?\{login\}/g, '').replace(/^[.-]+/, '');
  return rest === '' ? namePattern : rest;
}

/** Checked with a login of one letter here, and with each student's own when machines are made. */
export const NamePattern = z
  .string()
  .overwrite(withoutOuterSpaces)
  .check((context) => {
    const [wrong] = VmName.safeParse(vmNameFor(context.value, 'a')).error?.issues ?? [];
    if (wrong) context.issues.push({ code: 'custom', input: context.value, message: wrong.message });
  })
  .meta({
    id: 'NamePattern',
    description: `A VM's name in which \`${LOGIN}\` stands for each student's login.`,
  });

/** `random`: other ones for each student, who alone is shown them, once. */
const SeriesPasswords = z.union([
  z.literal('random'),
  z.object({ password: GuestPassword, rootPassword: GuestPassword }),
]);

/**
 * A machine for each student of a class, charged to it. The account inside is called as the student's login. `start: false` leaves them
 * switched off when they are made. A dry run makes nothing, and tells what would be.
 */
export const CreateSeries = z
  .object({
    groupId: Id,
    templateId: z.string().min(1).max(100),
    namePattern: NamePattern,
    passwords: SeriesPasswords,
    vcpus: z.int().optional(),
    memoryMiB: z.int().optional(),
    diskGiB: z.int().optional(),
    followMembers: z.boolean().default(false),
    start: z.boolean().default(true),
    dryRun: z.boolean().default(false),
  })
  .meta({ id: 'CreateSeries' });
export type CreateSeries = z.output<typeof CreateSeries>;

/** The same request with the template's password rules and size limits. */
export function createSeriesFor({ sizes, passwordRules }: Pick<VmTemplate, 'sizes' | 'passwordRules'>) {
  const password = passwordSchema(passwordRules);
  return CreateSeries.extend({
    passwords: z.union([z.literal('random'), z.object({ password, rootPassword: password })]),
    vcpus: within(sizes.vcpus),
    memoryMiB: within(sizes.memoryMiB),
    diskGiB: within(sizes.diskGiB),
  });
}

/** Whether who joins the class later gets one. */
export const UpdateSeries = z.object({ followMembers: z.boolean() }).meta({ id: 'UpdateSeries' });
export type UpdateSeries = z.infer<typeof UpdateSeries>;

/** An action on all of its machines that can take it, or on the chosen ones. */
export const SeriesOrder = z
  .object({ vmIds: z.array(Id).min(1).max(1000).optional() })
  .meta({ id: 'SeriesOrder' });
export type SeriesOrder = z.infer<typeof SeriesOrder>;

/** `name` is the restore point's. */
export const SeriesPointOrder = SeriesOrder.extend({ name: RestorePointName }).meta({
  id: 'SeriesPointOrder',
});
export type SeriesPointOrder = z.infer<typeof SeriesPointOrder>;

/** That of the machine; before there is one `queued`, or `failed` when none was made; `deleted` when it is gone. */
export const SeriesMemberState = z.enum([...VmState.options, 'deleted']).meta({ id: 'SeriesMemberState' });
export type SeriesMemberState = z.infer<typeof SeriesMemberState>;

/**
 * A student of the class, and what became of the machine. `vmId` is null when there is none. `passwords`: whether random ones wait to
 * be shown to the student, have been `shown`, or there are `none` to show.
 */
export const SeriesMember = z
  .object({
    user: VmOwner,
    vmId: z.uuid().nullable(),
    vmName: z.string(),
    state: SeriesMemberState,
    problem: Problem.nullable(),
    job: Job.nullable(),
    passwords: z.enum(['none', 'waiting', 'shown']),
  })
  .meta({ id: 'SeriesMember' });
export type SeriesMember = z.infer<typeof SeriesMember>;

const Group = z.object({ id: z.uuid(), name: z.string() });

/** `ready` of the `total` members have a machine that was made and is there. */
export const Series = z
  .object({
    id: z.uuid(),
    name: z.string(),
    namePattern: z.string(),
    groupId: z.uuid(),
    group: Group,
    templateId: z.string(),
    vcpus: z.int(),
    memoryMiB: z.int(),
    diskGiB: z.int(),
    followMembers: z.boolean(),
    passwords: z.enum(['random', 'typed']),
    createdAt: z.iso.datetime(),
    members: z.array(SeriesMember),
    ready: z.int(),
    total: z.int(),
  })
  .meta({ id: 'Series' });
export type Series = z.infer<typeof Series>;

/** What `asked` is measured against, beside each student's own quota. */
export const SeriesCost = z
  .object({
    asked: Usage,
    budget: z.object({ limits: Limits, used: Usage }),
    hosts: z.array(z.object({ host: z.string(), limits: Limits, used: Usage })),
  })
  .meta({ id: 'SeriesCost' });
export type SeriesCost = z.infer<typeof SeriesCost>;

/**
 * What a series would be, were it made now: members with a `problem` would get no machine, `cost` is that of the others together.
 * Nothing is made, so that it has no id.
 */
export const SeriesPlan = Series.omit({ createdAt: true })
  .extend({ id: z.null(), cost: SeriesCost })
  .meta({ id: 'SeriesPlan' });
export type SeriesPlan = z.infer<typeof SeriesPlan>;

/** A machine of a series whose passwords wait for its owner. */
export const HandedPasswords = z
  .object({ vmId: z.uuid(), vmName: z.string(), series: z.string() })
  .meta({ id: 'HandedPasswords' });
export type HandedPasswords = z.infer<typeof HandedPasswords>;

/** Null: set anew since, by whoever knows it. */
export const ShownPasswords = z
  .object({ username: z.string(), password: z.string().nullable(), rootPassword: z.string().nullable() })
  .meta({ id: 'ShownPasswords' });
export type ShownPasswords = z.infer<typeof ShownPasswords>;
