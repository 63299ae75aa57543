import * as z from 'zod';
import { Id } from './id.js';

/** vCPU in pieces, memory in MiB, disk in GiB. The first four count all VMs that exist, the others those that run. */
export const QUOTA_DIMENSIONS = [
  'vms',
  'vcpus',
  'memoryMiB',
  'diskGiB',
  'runningVcpus',
  'runningMemoryMiB',
] as const;
export const QuotaDimension = z.enum(QUOTA_DIMENSIONS).meta({ id: 'QuotaDimension' });
export type QuotaDimension = z.infer<typeof QuotaDimension>;

const perDimension = <T extends z.ZodType>(amount: T) =>
  z.object({
    vms: amount,
    vcpus: amount,
    memoryMiB: amount,
    diskGiB: amount,
    runningVcpus: amount,
    runningMemoryMiB: amount,
  });

/** What is used. */
export const Usage = perDimension(z.int()).meta({ id: 'Usage' });
export type Usage = z.infer<typeof Usage>;

/** What may be used; null means no limit here: the next level counts. */
export const Limits = perDimension(z.int().nullable()).meta({ id: 'Limits' });
export type Limits = z.infer<typeof Limits>;

/** Any of the limits; what is absent stays as it is, null takes the limit away. */
export const SetLimits = perDimension(z.int().min(0).max(1_000_000_000).nullable())
  .partial()
  .strict()
  .meta({ id: 'SetLimits' });
export type SetLimits = z.infer<typeof SetLimits>;

/** `own`: the override for this person. `effective`: what counts; null only for administrators. */
export const Quota = z.object({ own: Limits, effective: Limits, usage: Usage }).meta({ id: 'Quota' });
export type Quota = z.infer<typeof Quota>;

/** Someone of a class: what they use, and of what. */
export const MemberUsage = Quota.extend({ userId: z.uuid() }).meta({ id: 'MemberUsage' });
export type MemberUsage = z.infer<typeof MemberUsage>;

/** What this person may use has changed: whoever shows it asks again. */
export const QuotaChange = z.object({ userId: z.uuid() }).meta({ id: 'QuotaChange' });
export type QuotaChange = z.infer<typeof QuotaChange>;

/** The quota of everybody who has none of their own and none by a group. */
export const DefaultQuota = perDimension(z.int().min(0)).meta({ id: 'DefaultQuota' });
export type DefaultQuota = z.infer<typeof DefaultQuota>;

/**
 * `perMember`: each student's quota. `budget`: for all VMs that are charged to the group together. `byDefault`: what counts
 * where `perMember` says nothing.
 */
export const GroupQuota = z
  .object({ perMember: Limits, budget: Limits, usage: Usage, byDefault: DefaultQuota })
  .meta({ id: 'GroupQuota' });
export type GroupQuota = z.infer<typeof GroupQuota>;

export const SetGroupQuota = z
  .object({ perMember: SetLimits.optional(), budget: SetLimits.optional() })
  .strict()
  .meta({ id: 'SetGroupQuota' });
export type SetGroupQuota = z.infer<typeof SetGroupQuota>;

/** One quota for several people at once. */
export const SetQuotas = z
  .object({ userIds: z.array(Id).min(1).max(1000), limits: SetLimits })
  .meta({ id: 'SetQuotas' });
export type SetQuotas = z.infer<typeof SetQuotas>;

/** One rule that a request breaks: `asked` on top of `used` would be more than `limit`. `host`: which of several. */
export const QuotaExcess = z
  .object({
    level: z.enum(['own', 'group', 'host']),
    dimension: QuotaDimension,
    used: z.int(),
    asked: z.int(),
    limit: z.int(),
    host: z.string().optional(),
  })
  .meta({ id: 'QuotaExcess' });
export type QuotaExcess = z.infer<typeof QuotaExcess>;

/** A host: what it has, what may be promised of it, what is promised to VMs that exist or run, what is really used. */
export const HostCapacity = z
  .object({
    host: z.string(),
    cores: z.int(),
    memoryMiB: z.int(),
    diskFreeGiB: z.number(),
    limits: z.object({ runningVcpus: z.int(), runningMemoryMiB: z.int(), diskGiB: z.int() }),
    promised: Usage,
    used: z.object({ memoryMiB: z.int().nullable(), diskGiB: z.number().nullable() }),
  })
  .meta({ id: 'HostCapacity' });
export type HostCapacity = z.infer<typeof HostCapacity>;
