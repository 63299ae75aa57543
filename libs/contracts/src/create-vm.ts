import * as z from 'zod';
import { AccountName, WindowsAccountName } from './account-name.js';
import { Id } from './id.js';
import { GuestPassword, passwordSchema } from './password.js';
import { VmName } from './vm-name.js';
import { within, type VmTemplate } from './vm-template.js';

/** The request for a VM, as far as it can be checked without knowing the template. Memory in MiB, disk in GiB. */
export const CreateVm = z
  .object({
    name: VmName,
    templateId: z.string().min(1).max(100),
    username: AccountName,
    password: GuestPassword,
    rootPassword: GuestPassword.describe(
      'Of the account that governs the system: root on Debian, Administrator on Windows.',
    ),
    groupId: Id.optional(),
    vcpus: z.int().optional(),
    memoryMiB: z.int().optional(),
    diskGiB: z.int().optional(),
    /** `false` leaves it switched off when it is made. */
    start: z.boolean().optional(),
  })
  .meta({ id: 'CreateVm' });
export type CreateVm = z.infer<typeof CreateVm>;

/** The same request with the template's password rules and size limits: what the form and the API enforce. */
export function createVmFor(template: Pick<VmTemplate, 'os' | 'sizes' | 'passwordRules'>) {
  return CreateVm.extend({
    username: template.os === 'windows' ? WindowsAccountName : AccountName,
    password: passwordSchema(template.passwordRules),
    rootPassword: passwordSchema(template.passwordRules),
    vcpus: within(template.sizes.vcpus),
    memoryMiB: within(template.sizes.memoryMiB),
    diskGiB: within(template.sizes.diskGiB),
  });
}

/** The passwords of a VM that is made anew with all its other choices; `retry` takes those it is not given from the try that failed. */
export const RebuildVm = CreateVm.pick({ password: true, rootPassword: true }).meta({ id: 'RebuildVm' });
export type RebuildVm = z.infer<typeof RebuildVm>;
export const RetryVm = RebuildVm.partial().prefault({}).meta({ id: 'RetryVm' });
export type RetryVm = z.infer<typeof RetryVm>;

/** The same with the template's password rules. */
export const rebuildVmFor = ({ passwordRules }: Pick<VmTemplate, 'passwordRules'>) =>
  z.object({ password: passwordSchema(passwordRules), rootPassword: passwordSchema(passwordRules) });
