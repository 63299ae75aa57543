import * as z from 'zod';
import { VmName } from './vm-name.js';
import type { Vm } from './vm.js';
import { within, type VmTemplate } from './vm-template.js';

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

/** The same request within the template's limits, and with a disk that does not shrink: what the form and the API enforce. */
export function updateVmFor({ sizes }: Pick<VmTemplate, 'sizes'>, { diskGiB }: Pick<Vm, 'diskGiB'>) {
  return UpdateVm.safeExtend({
    vcpus: within(sizes.vcpus),
    memoryMiB: within(sizes.memoryMiB),
    // One that is larger than its template would allow by now may stay so.
    diskGiB: within({ min: 1, max: Math.max(sizes.diskGiB.max, diskGiB) }).refine(
      (wanted) => wanted === undefined || wanted >= diskGiB,
      'disk.shrinks',
    ),
  });
}
