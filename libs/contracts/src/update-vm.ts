import * as z from 'zod';
import { VmName } from './vm-name.js';

/** New name or size of a VM. Memory in MiB, disk in GiB; a disk only grows. */
export const UpdateVm = z
  .object({
    name: VmName.optional(),
    vcpus: z.int().min(1).optional(),
    memoryMiB: z.int().min(1).optional(),
    diskGiB: z.int().min(1).optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'change.empty')
  .meta({ id: 'UpdateVm' });
export type UpdateVm = z.infer<typeof UpdateVm>;
