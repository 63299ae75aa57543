import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { DiskCopies } from '../hosts/libvirt/disk-copies.js';
import type { VmEntity } from '../machines/vms/vm.entity.js';
import { BackupError } from './backup-error.js';
import { checkFile, FileRecord, recordOf, writeMeasured } from './written-file.js';

export const MACHINES = 'machines';
const RECORD = 'machine.json';
/** After so many copies of changes a whole one comes again: each of them is needed to bring the disk back. */
const LONGEST_CHAIN = 7;
/** How old a copy of a backup that was cut off may be, to be taken for one of now. */
const FRESH_MS = 12 * 3600_000;

/** What a VM was, beside its folder and its row in the database. */
const CopiedVm = z.object({
  id: z.uuid(),
  ownerId: z.uuid(),
  /** To which it was charged. */
  groupId: z.uuid().nullable().default(null),
  name: z.string(),
  templateId: z.string(),
  vcpus: z.int(),
  memoryMiB: z.int(),
  diskGiB: z.int(),
  username: z.string(),
  folder: z.string(),
});

/** A machine in a backup: what it is, and its disk as a whole copy with those of changes after it. */
export const MachineCopy = z.object({
  vm: CopiedVm,
  definition: z.string(),
  copiedAt: z.iso.datetime(),
  /** When the disk was written last, if it was at rest. */
  restingSince: z.string().nullable(),
  mark: z.string().nullable(),
  images: z.array(FileRecord),
});
export type MachineCopy = z.infer<typeof MachineCopy>;

export const folderOfMachine = (vmId: string) => join(MACHINES, vmId);

/** The machines of a backup, or of one that was cut off, by their VM. */
export async function machinesIn(backup: string): Promise<Map<string, MachineCopy>> {
  const ids = await readdir(join(backup, MACHINES)).catch(nullIfAbsent);
  const copies = await Promise.all((ids ?? []).map((id) => machineIn(backup, id)));
  return new Map(copies.flatMap((copy) => (copy ? [[copy.vm.id, copy] as const] : [])));
}

/** Null when the backup does not have it whole. */
export async function machineIn(backup: string, vmId: string): Promise<MachineCopy | null> {
  const text = await readFile(join(backup, folderOfMachine(vmId), RECORD), 'utf8').catch(nullIfAbsent);
  const copy = MachineCopy.safeParse(parsed(text)).data;
  return copy?.vm.id === vmId ? copy : null;
}

function nullIfAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    // A disk that fails may give anything.
    return null;
  }
}

/** A backup whose machines a new one may build upon. */
export interface EarlierBackup {
  folder: string;
  machines: Map<string, MachineCopy>;
  isCutOff: boolean;
}

/** Copies machines into a backup: what is there of earlier ones is linked to, and takes no space again. */
export class MachineCopies {
  constructor(
    private readonly draft: string,
    private readonly earlier: readonly EarlierBackup[],
  ) {}

  /** Resolves with the records of all its files, and with how it was copied. */
  async add(
    vm: VmEntity,
    host: DiskCopies,
    progress: (share: number) => void,
  ): Promise<{ files: FileRecord[]; how: 'whole' | 'changes' | 'unchanged' }> {
    const definition = await host.definitionOf(vm.id);
    if (definition === null) throw new BackupError('it is not on its host');
    const restingSince = await host.restingSince(vm.id);
    const folder = folderOfMachine(vm.id);
    await mkdir(join(this.draft, folder), { recursive: true, mode: 0o700 });
    for (const { folder: from, machines, isCutOff } of this.earlier) {
      const known = machines.get(vm.id);
      if (!known) continue;
      const isFresh = isCutOff && Date.now() - Date.parse(known.copiedAt) < FRESH_MS;
      const isSame = restingSince !== null && restingSince === known.restingSince;
      if ((isFresh || isSame) && (await this.linked(from, known)))
        return { files: await this.record({ ...known, vm: toCopied(vm), definition }), how: 'unchanged' };
    }
    const base = this.earlier.find(({ isCutOff, machines }) => !isCutOff && machines.get(vm.id)?.mark);
    const known = base?.machines.get(vm.id);
    const mayBuild =
      base && known && known.images.length < LONGEST_CHAIN && (await this.linked(base.folder, known));
    const path = join(folder, `${new Date().toISOString().replaceAll(/[:.]/g, '-')}.qcow2`);
    let image: FileRecord | undefined;
    const { changesOnly, mark } = await host.copy(vm.id, {
      since: mayBuild ? known.mark : null,
      progress,
      write: async (content) => void (image = await writeMeasured(this.draft, path, [content])),
    });
    if (!image) throw new Error('No image was written');
    await checkFile(this.draft, image);
    // The earlier ones are of no use for a whole copy.
    if (mayBuild && !changesOnly)
      for (const earlier of known.images) await rm(join(this.draft, earlier.path), { force: true });
    const images = changesOnly && known ? [...known.images, image] : [image];
    const copiedAt = new Date().toISOString();
    const files = await this.record({ vm: toCopied(vm), definition, copiedAt, restingSince, mark, images });
    return { files, how: changesOnly ? 'changes' : 'whole' };
  }

  /** Whether all images of an earlier copy could be linked to: not every file system can, nor between two of them. */
  private async linked(from: string, { images }: MachineCopy): Promise<boolean> {
    try {
      for (const { path } of images)
        await link(join(from, path), join(this.draft, path)).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
        });
      return true;
    } catch (error) {
      if (
        ['EPERM', 'ENOTSUP', 'EXDEV', 'ENOENT', 'EMLINK'].includes(
          String((error as NodeJS.ErrnoException).code),
        )
      )
        return false;
      throw error;
    }
  }

  /** Written when the images are there: by it a copy is known as complete. */
  private async record(copy: MachineCopy): Promise<FileRecord[]> {
    const path = join(folderOfMachine(copy.vm.id), RECORD);
    const partial = join(this.draft, `${path}.part`);
    await writeFile(partial, `${JSON.stringify(copy, null, 2)}\n`, { mode: 0o600, flush: true });
    await rename(partial, join(this.draft, path));
    return [...copy.images, await recordOf(this.draft, path)];
  }
}

const toCopied = (vm: VmEntity): MachineCopy['vm'] => CopiedVm.parse(vm);
