import * as z from 'zod';
import { PasswordRules } from './password.js';

const Range = z
  .object({ min: z.int().min(1), default: z.int().min(1), max: z.int().min(1) })
  .meta({ id: 'SizeRange' });

/** What a size may be: vCPU, memory in MiB, disk in GiB. */
export const SizeLimits = z
  .object({ vcpus: Range, memoryMiB: Range, diskGiB: Range })
  .meta({ id: 'SizeLimits' });
export type SizeLimits = z.infer<typeof SizeLimits>;

/** A size that may be left out, within a template's limits. */
export const within = ({ min, max }: { min: number; max: number }) =>
  z.int().min(min, { error: 'size.out-of-range' }).max(max, { error: 'size.out-of-range' }).optional();

/** What a student picks: box + provisioning + sizes. */
export const VmTemplate = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    os: z.enum(['debian', 'windows']),
    available: z.boolean(),
    unavailableReason: z.string().nullable(),
    sizes: SizeLimits,
    passwordRules: PasswordRules,
    firstBootSeconds: z.int(),
  })
  .meta({ id: 'VmTemplate' });
export type VmTemplate = z.infer<typeof VmTemplate>;
