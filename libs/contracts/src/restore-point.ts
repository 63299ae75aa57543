import * as z from 'zod';
import { nameText } from './text.js';

/** `initial` was made by itself after the machine's creation, `class` by a teacher for a whole class. */
export const RestorePointKind = z.enum(['initial', 'own', 'class']).meta({ id: 'RestorePointKind' });
export type RestorePointKind = z.infer<typeof RestorePointKind>;

export const RestorePointName = nameText(80, 'restore-point-name.empty');

/**
 * A state of a VM that one can go back to, with the size that it had then. `sizeMiB` is what it takes on disk, as last measured.
 * `isCurrent`: the last one that the VM was at. With memory, the machine goes on where it was; without, it boots.
 */
export const RestorePoint = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: RestorePointKind,
    createdAt: z.iso.datetime(),
    withMemory: z.boolean(),
    sizeMiB: z.int().min(0),
    isCurrent: z.boolean(),
    vcpus: z.int(),
    memoryMiB: z.int(),
    diskGiB: z.int(),
  })
  .meta({ id: 'RestorePoint' });
export type RestorePoint = z.infer<typeof RestorePoint>;

export const CreateRestorePoint = z.object({ name: RestorePointName }).meta({ id: 'CreateRestorePoint' });
export type CreateRestorePoint = z.infer<typeof CreateRestorePoint>;

/** `keepAs`: the present is kept as a restore point of that name first. */
export const RevertVm = z.object({ keepAs: RestorePointName.optional() }).meta({ id: 'RevertVm' });
export type RevertVm = z.infer<typeof RevertVm>;

/** A name that a teacher gave to points of several VMs: how many have one, and when the last was made. */
export const ClassPoint = z
  .object({ name: z.string(), vms: z.int(), createdAt: z.iso.datetime() })
  .meta({ id: 'ClassPoint' });
export type ClassPoint = z.infer<typeof ClassPoint>;
