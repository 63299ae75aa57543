import * as z from 'zod';

/** A machine as it is in one backup: all of its disk, or what had changed since the copies before it, which are kept with it. */
export const KeptMachine = z
  .object({
    /** The backup's name. */
    backup: z.string(),
    vmId: z.uuid(),
    /** What the VM was called then. */
    name: z.string(),
    copiedAt: z.iso.datetime(),
    kind: z.enum(['complete', 'changes']),
    /** Of all that has to be read to bring it back. */
    sizeMiB: z.int().min(0),
    /** Whether there is still a VM of this id. */
    isThere: z.boolean(),
  })
  .meta({ id: 'KeptMachine' });
export type KeptMachine = z.infer<typeof KeptMachine>;

/** Whether the portal can look into the folder of backups: it may not be configured, not be there, or be closed to it. */
export const BackupFolderState = z
  .enum(['readable', 'not-configured', 'missing', 'closed'])
  .meta({ id: 'BackupFolderState' });
export type BackupFolderState = z.infer<typeof BackupFolderState>;

/** Newest first. */
export const KeptMachines = z
  .object({ folder: BackupFolderState, machines: z.array(KeptMachine) })
  .meta({ id: 'KeptMachines' });
export type KeptMachines = z.infer<typeof KeptMachines>;

/** Which of the VM's backups becomes a new VM of its owner. */
export const BringBack = z.object({ backup: z.string().min(1).max(200) }).meta({ id: 'BringBack' });
export type BringBack = z.infer<typeof BringBack>;
