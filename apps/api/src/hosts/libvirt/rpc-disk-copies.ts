import {
  BackupBeginFlag,
  connect,
  DomainXmlFlag,
  JobStatsFlag,
  LibvirtErrorCode,
  type DomainRef,
  type LibvirtConnection as OwnConnection,
  type StoragePoolRef,
} from '@vm-manager/libvirt-rpc';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endMarkedProcesses } from '../../foundation/child-process/marked-processes.js';
import { ChildProcessError, run } from '../../foundation/child-process/run.js';
import type { Environment } from '../../foundation/config/environment.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { broughtBackXml } from './brought-back-domain.js';
import {
  DiskCopies,
  type BringBackOptions,
  type BroughtBack,
  type CopyOptions,
  type DiskCopy,
} from './disk-copies.js';
import { systemDiskIn } from './domain-xml.js';
import { domainName, VM_MARK } from './hypervisor.js';
import { absentAsNull, type LibvirtConnection } from './libvirt-connection.js';
import type { Volumes } from './volumes.js';
import { childOf, rootOf } from './xml.js';

const LOOK_MS = 500;
const COPY_MS = 24 * 3600_000;

export class RpcDiskCopies extends DiskCopies {
  constructor(
    private readonly libvirt: LibvirtConnection,
    private readonly volumes: Volumes,
    private readonly environment: Environment,
  ) {
    super();
  }

  async definitionOf(vmId: string): Promise<string | null> {
    const ref = await this.libvirt.domainOf(vmId);
    return ref && this.libvirt.ask(({ domains }) => domains.getXml(ref, DomainXmlFlag.inactive));
  }

  async restingSince(vmId: string): Promise<string | null> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref || ref.id >= 0) return null;
    await this.volumes.names();
    const { path } = await this.diskOf(ref);
    const xml = await this.libvirt.ask(async ({ storageVolumes }) =>
      storageVolumes.getXml(await storageVolumes.lookupByPath(path)),
    );
    return childOf(rootOf(xml), 'target', 'timestamps', 'mtime')?.textContent ?? null;
  }

  async copy(vmId: string, options: CopyOptions): Promise<DiskCopy> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref) throw new Error(`${domainName(vmId)} is gone`);
    // A connection of its own: a transfer holds up every other call.
    const own = await connect({ uri: this.environment.libvirtUri, keepalive: false });
    // In the pool first: QEMU may write there, and the folder of backups need not be of this computer.
    const name = `${domainName(vmId)}-backup.qcow2`;
    try {
      await this.volumes.remove(name);
      const pool = await own.storagePools.lookupByName(this.environment.storagePool);
      const made =
        ref.id < 0
          ? await this.clone(own, pool, ref, name)
          : await this.backUp(own, pool, ref, name, options);
      await options.write(await own.storageVolumes.download(made.volume));
      if (made.mark !== null) await this.forgetOthers(own, ref, made.mark);
      return { changesOnly: made.changesOnly, mark: made.mark };
    } finally {
      await own.close();
      await this.volumes.remove(name);
    }
  }

  async bringBack(
    machine: BroughtBack,
    { definition, images }: { definition: string; images: readonly string[] },
    { folder, signal, progress }: BringBackOptions,
  ): Promise<void> {
    const name = `${domainName(machine.vmId)}.img`;
    const joined = join(folder, `${name}.part`);
    // One whose portal was killed still writes to the same file.
    await endMarkedProcesses(VM_MARK, machine.vmId);
    try {
      const half = (share: number) => progress(share / 2);
      await joinImages(images, joined, { vmId: machine.vmId, signal, progress: half });
      await this.volumes.importImage(name, joined, {
        signal,
        progress: (share) => progress(0.5 + share / 2),
      });
    } finally {
      await rm(joined, { force: true });
    }
    await this.libvirt.ask(async ({ storagePools, storageVolumes, domains }) => {
      const pool = await storagePools.lookupByName(this.environment.storagePool);
      const disk = (await storageVolumes.lookupByName(pool, name)).key;
      await domains.defineXml(broughtBackXml(definition, machine, { disk, password: randomPassword() }));
    });
  }

  /** A disk at rest: all of it, with the box's image that it stands on. */
  private async clone(own: OwnConnection, pool: StoragePoolRef, ref: DomainRef, name: string) {
    const { path } = await this.diskOf(ref);
    const disk = await own.storageVolumes.lookupByPath(path);
    const { capacity } = await own.storageVolumes.getInfo(disk);
    const long = { timeoutMs: COPY_MS };
    const volume = await own.storageVolumes.cloneXml(pool, volumeXml(name, capacity), disk, 0, long);
    return { volume, mark: null, changesOnly: false };
  }

  /** A disk that is written to: what is on it at this moment, or what has changed since the mark. */
  private async backUp(
    own: OwnConnection,
    pool: StoragePoolRef,
    ref: DomainRef,
    name: string,
    { since, progress }: CopyOptions,
  ) {
    const { path, target } = await this.diskOf(ref);
    const { capacity } = await own.storageVolumes.getInfo(await own.storageVolumes.lookupByPath(path));
    const volume = await own.storageVolumes.createXml(pool, volumeXml(name, capacity));
    const base =
      since === null
        ? null
        : await absentAsNull(own.checkpoints.lookupByName(ref, since), LibvirtErrorCode.noDomainCheckpoint);
    const mark = `vmm-${Date.now()}`;
    const begin = (counting: string, checkpoint: string | null) =>
      own.domains.beginBackup(
        ref,
        `<domainbackup mode='push'>${counting}<disks><disk name='${target}' type='file'><driver type='qcow2'/><target file='${volume.key}'/></disk></disks></domainbackup>`,
        checkpoint &&
          `<domaincheckpoint><name>${checkpoint}</name><disks><disk name='${target}' checkpoint='bitmap'/></disks></domaincheckpoint>`,
        BackupBeginFlag.reuseExternal,
      );
    const marked = await begin(base ? `<incremental>${base.name}</incremental>` : '', mark).then(
      () => true,
      // A disk of qcow2's first format keeps no marks: each copy of it is a whole one.
      () => begin('', null).then(() => false),
    );
    await ended(own, ref, target, progress);
    return { volume, mark: marked ? mark : null, changesOnly: marked && base !== null };
  }

  /** Each mark costs each write of the guest a little; the newest is enough. */
  private async forgetOthers(own: OwnConnection, ref: DomainRef, mark: string): Promise<void> {
    for (const checkpoint of await own.checkpoints.list(ref))
      if (checkpoint.name !== mark && checkpoint.name.startsWith('vmm-'))
        await own.checkpoints.delete(checkpoint);
  }

  private async diskOf(ref: DomainRef) {
    const disk = systemDiskIn(await this.libvirt.ask(({ domains }) => domains.getXml(ref)));
    if (!disk) throw new Error(`${ref.name} has no disk in a file`);
    return disk;
  }
}

/** One image of all of them; rejects with `host-full` or `backup-unusable`. */
async function joinImages(
  images: readonly string[],
  joined: string,
  { vmId, signal, progress }: { vmId: string; signal: AbortSignal; progress: (share: number) => void },
): Promise<void> {
  const onLine = (line: string) => {
    const percent = /\((\d+(?:\.\d+)?)\/100%\)/.exec(line)?.[1];
    if (percent !== undefined) progress(Number(percent) / 100);
  };
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', [VM_MARK]: vmId };
  try {
    const words = ['convert', '-p', '-O', 'qcow2', layered(images), joined];
    await run('qemu-img', words, { env, timeoutMs: COPY_MS, signal, onLine });
  } catch (cause) {
    signal.throwIfAborted();
    if (!(cause instanceof ChildProcessError) || typeof cause.reason === 'string') throw cause;
    if (/No space left|Disk quota exceeded/.test(cause.lastLines))
      throw new ProblemError('host-full', { dimension: 'diskGiB' }, { cause });
    throw new ProblemError('backup-unusable', { reason: 'damaged' }, { cause });
  }
}

/** Waits for the end of the copy; rejects when it was cut off, as by a machine that stops. */
async function ended(
  own: OwnConnection,
  ref: DomainRef,
  target: string,
  progress: (share: number) => void,
): Promise<void> {
  for (;;) {
    const { type, stats } = await own.domains.getJob(ref);
    if (type === 'none') break;
    const [done, total] = [Number(stats['disk_processed'] ?? 0), Number(stats['disk_total'] ?? 0)];
    if (total > 0) progress(done / total);
    await pause(LOOK_MS);
  }
  const last = await own.domains.getJob(ref, JobStatsFlag.completed);
  if (last.type !== 'completed') throw new Error(`The copy of ${ref.name} was ended: ${last.type}`);
  // Waits for its turn with the domain, which comes when QEMU has closed the image: until then it may lack its last blocks.
  await own.domains.getBlockJob(ref, target);
}

/** The images as one disk, each over the one before it, which none of them names (QEMU's json: protocol). */
const layered = (images: readonly string[]): string =>
  `json:${JSON.stringify(
    // The first one stands on nothing, whatever its header says.
    images.reduce<object | null>(
      (backing, filename) => ({ driver: 'qcow2', file: { driver: 'file', filename }, backing }),
      null,
    ),
  )}`;

/** Marks can be kept by qcow2's second format alone, which a disk that comes back has then. */
const volumeXml = (name: string, capacity: number): string =>
  `<volume><name>${name}</name><capacity unit='B'>${capacity}</capacity><allocation>0</allocation><target><format type='qcow2'/><compat>1.1</compat></target></volume>`;

/** VNC takes 8 characters at most. */
const randomPassword = () => randomBytes(6).toString('base64').replaceAll('+', 'a').replaceAll('/', 'b');
