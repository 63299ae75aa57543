import * as z from 'zod';
import { withoutOuterSpaces } from './text.js';

const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/;

/** A VM's display name, which is its guest's host name too (RFC 1123): unique per owner, ignoring case. */
export const VmName = z
  .string()
  .overwrite(withoutOuterSpaces)
  .min(1, 'vm-name.empty')
  .max(63, 'vm-name.too-long')
  .regex(/^[A-Za-z0-9.-]*$/, 'vm-name.characters')
  .refine((name) => name === '' || name.split('.').every((label) => LABEL.test(label)), 'vm-name.labels')
  .meta({ id: 'VmName', description: 'Letters, digits, dots and dashes; a valid host name.' });
export type VmName = z.infer<typeof VmName>;
