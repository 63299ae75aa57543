import * as z from 'zod';
import { JobSubjectKind } from './job-subject.js';
import { VmAction } from './vm-action.js';

/** Opening a console is on record by its own name. */
const VM_ACTIONS_ON_RECORD = VmAction.exclude(['open-console']).options.map((name) => `vm.${name}` as const);

/** By what the job was done on. */
const CANCELLED_JOBS = JobSubjectKind.options.map((kind) => `${kind}.cancel-job` as const);

/** What is recorded. The part before the dot is the kind of object. */
export const AuditAction = z
  .enum([
    'session.sign-in',
    'session.sign-out',
    'session.revoke',
    'token.create',
    'token.revoke',
    'account.create',
    'account.update',
    'account.role',
    'account.disable',
    'account.enable',
    'account.password',
    'account.language',
    'account.export',
    'account.export-list',
    'account.import',
    'account.erase',
    'group.create',
    'group.update',
    'group.delete',
    'group.member-add',
    'group.member-change',
    'group.member-remove',
    'group.import',
    'group.export',
    'group.invite',
    'group.invite-decline',
    'group.invite-withdraw',
    'directory.sync',
    'vm.export-list',
    'vm.create',
    'vm.import',
    'vm.bring-back',
    'vm.restore',
    'vm.empty-bin',
    'vm.keep',
    ...VM_ACTIONS_ON_RECORD,
    ...CANCELLED_JOBS,
    'series.create',
    'series.change',
    'series.retry',
    'series.delete',
    'series.show-passwords',
    'console.open',
    'console.close',
    'console.watch',
    'console.ask-help',
    'console.give-control',
    'console.take-control',
    'quota.set',
    'quota.fix',
    'clearing.set',
    'request.create',
    'request.approve',
    'request.reject',
    'request.cancel',
    'request.withdraw',
    'request.expire',
    'template.change',
    'template.settings',
    'template.bake',
    'template.bake-weekly',
    'template.prepare-box',
    'template.import-box',
    'template.download-box',
    'template.retire-box',
    'platform.configuration',
    'platform.backup',
    'platform.restore',
    'audit.read',
    'audit.retention',
    'access.refused',
  ])
  .meta({ id: 'AuditAction' });
export type AuditAction = z.infer<typeof AuditAction>;

export const AuditOutcome = z.enum(['done', 'refused', 'failed']).meta({ id: 'AuditOutcome' });
export type AuditOutcome = z.infer<typeof AuditOutcome>;

/** An account under the name that it had then; `displayName` is the present one, as long as the account exists. */
const AuditPerson = z.object({ id: z.uuid(), username: z.string(), displayName: z.string().optional() });

/**
 * One line of the audit log. Names are as they were then: accounts and VMs go, the line stays. `onBehalfOf` is the
 * owner of what was touched when that is someone else. Never a password or a ticket.
 */
export const AuditEntry = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    actor: AuditPerson.extend({ id: z.uuid().nullable() }).nullable(),
    onBehalfOf: AuditPerson.nullable(),
    action: AuditAction,
    object: z.object({ id: z.string().nullable(), name: z.string() }).nullable(),
    address: z.string().nullable(),
    outcome: AuditOutcome,
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

/**
 * Newest first, in pages: `before` is the id of the last line seen. `person` finds who did it and whose it was, by account
 * name or a part of the display name; `kind` is the part of an action before its dot; `object` is an id or the beginning of
 * a name.
 */
export const AuditFilter = z.object({
  person: z.string().max(300).optional(),
  action: AuditAction.optional(),
  kind: z.string().max(50).optional(),
  outcome: AuditOutcome.optional(),
  object: z.string().max(300).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.coerce.number<string>().int().min(1).max(1000).prefault('100'),
});
export type AuditFilter = z.infer<typeof AuditFilter>;
