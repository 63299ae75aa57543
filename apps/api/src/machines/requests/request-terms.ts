import type { SetLimits, SizeLimits } from '@vm-manager/contracts';
import * as z from 'zod';
import type { VmSize } from '../vms/vm-size.js';

const LONGEST_MS = 2 * 366 * 24 * 3600_000;

type Amounts = { readonly [dimension: string]: number | null };
const issue = (error: string, limit: number) => ({ error, params: { limit: String(limit) } });
const moreThan = (now: number) => z.int().refine((amount) => amount > now, issue('wish.not-larger', now));

/** More of a VM than it has, within what its template allows. */
export function vmWish(size: VmSize, { vcpus, memoryMiB, diskGiB }: SizeLimits): z.ZodType<SetLimits> {
  const up = (now: number, { max }: { max: number }) =>
    moreThan(now).max(max, 'size.out-of-range').optional();
  const none = z.undefined('wish.not-for-vm').optional();
  return z.strictObject({
    vcpus: up(size.vcpus, vcpus),
    memoryMiB: up(size.memoryMiB, memoryMiB),
    diskGiB: up(size.diskGiB, diskGiB),
    vms: none,
    runningVcpus: none,
    runningMemoryMiB: none,
  }) as z.ZodType<SetLimits>;
}

/** A larger quota than the one that counts; where there is no limit there is nothing to ask for. */
export function quotaWish(effective: Amounts): z.ZodType<SetLimits> {
  const shape = Object.entries(effective).map(([dimension, now]) => [
    dimension,
    (now === null ? z.undefined('wish.unlimited') : moreThan(now)).optional(),
  ]);
  return z.strictObject(Object.fromEntries(shape)) as z.ZodType<SetLimits>;
}

/** Some of what was asked for, or all. */
export function grantWithin(want: SetLimits): z.ZodType<SetLimits> {
  const shape = Object.entries(want).map(([dimension, asked]) => [
    dimension,
    z
      .int()
      .refine((amount) => amount <= (asked ?? 0), issue('grant.more-than-asked', asked ?? 0))
      .optional(),
  ]);
  return z.strictObject(Object.fromEntries(shape)) as z.ZodType<SetLimits>;
}

/** A date to come, in two years at most; null is without end. */
export const endDate = (now: Date, after = now) =>
  z
    .string()
    .refine((text) => new Date(text) > now, 'until.past')
    .refine((text) => new Date(text) > after, 'until.not-later')
    .refine((text) => new Date(text).getTime() - now.getTime() <= LONGEST_MS, 'until.too-far')
    .nullable();
