import * as z from 'zod';
import { PasswordRules } from './password.js';

const BOUNDS = { min: z.int().min(1), default: z.int().min(1), max: z.int().min(1) };
const Range = z.object(BOUNDS).meta({ id: 'SizeRange' });

/** What a size may be: vCPU, memory in MiB, disk in GiB. */
export const SizeLimits = z
  .object({ vcpus: Range, memoryMiB: Range, diskGiB: Range })
  .meta({ id: 'SizeLimits' });
export type SizeLimits = z.infer<typeof SizeLimits>;

/** The same as somebody writes it: with nothing else, and in order. */
export const WrittenRange = z
  .strictObject({ ...BOUNDS, max: BOUNDS.max.max(99_999_999) })
  .refine((range) => range.min <= range.default && range.default <= range.max, 'size.order');
export const WrittenSizes = z
  .strictObject({ vcpus: WrittenRange, memoryMiB: WrittenRange, diskGiB: WrittenRange })
  .meta({ id: 'WrittenSizes' });

/** A size that may be left out, within a template's limits. */
export const within = ({ min, max }: { min: number; max: number }) =>
  z.int().min(min, { error: 'size.out-of-range' }).max(max, { error: 'size.out-of-range' }).optional();

/** Why no VM can be made from a template, or that one can. */
export const TemplateStatus = z
  .enum(['available', 'baking', 'missing', 'expired'])
  .meta({ id: 'TemplateStatus' });
export type TemplateStatus = z.infer<typeof TemplateStatus>;

/** What a student picks: box + provisioning + sizes. */
export const VmTemplate = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    os: z.enum(['debian', 'windows']),
    available: z.boolean(),
    status: TemplateStatus,
    unavailableReason: z.string().nullable(),
    /** How much of its box is baked, in percent, while it is. */
    bakedPercent: z.int().min(0).max(100).nullable(),
    /** The command that makes it available, for administrators. */
    mend: z.string().nullable(),
    sizes: SizeLimits,
    passwordRules: PasswordRules,
    firstBootSeconds: z.int(),
    /** Where its picture is; null when it has none. */
    picture: z.string().nullable(),
  })
  .meta({ id: 'VmTemplate' });
export type VmTemplate = z.infer<typeof VmTemplate>;
