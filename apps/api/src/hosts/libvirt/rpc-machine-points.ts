import {
  allOf,
  DomainStartFlag,
  DomainXmlFlag,
  isLibvirtError,
  LibvirtErrorCode,
  LibvirtMonitorError,
  SnapshotCreateFlag,
  type DomainRef,
  type LibvirtClient,
} from '@vm-manager/libvirt-rpc';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { bootsByUefi, systemDiskIn } from './domain-xml.js';
import { absentAsNull, type LibvirtConnection } from './libvirt-connection.js';
import { MachinePoints, type PointOptions } from './machine-points.js';
import { childOf, rootOf } from './xml.js';

/** Writing or reading gigabytes of memory takes its time. */
const LONG = { timeoutMs: 600_000 };
const FREEZE = { timeoutMs: 10_000 };
const MIB = 2 ** 20;

/** Internal snapshots of qcow2 images. */
export class RpcMachinePoints extends MachinePoints {
  constructor(private readonly libvirt: LibvirtConnection) {
    super();
  }

  async list(vmId: string): Promise<string[]> {
    const ref = await this.libvirt.domainOf(vmId);
    const snapshots = ref ? await this.libvirt.ask((client) => client.snapshots.list(ref)) : [];
    return snapshots.map(({ name }) => name);
  }

  async make(vmId: string, pointId: string, { withMemory, signal }: PointOptions): Promise<void> {
    const ref = await this.domainOf(vmId);
    if ((await this.list(vmId)).includes(pointId)) return;
    await this.checkCan(ref);
    const isOn = ref.id >= 0;
    if (isOn && !withMemory) return this.makeOfDisk(ref, pointId);
    // An image at rest takes no snapshot while it keeps marks for backups; one that is written to does.
    if (!isOn) await this.forgetBackupMarks(ref);
    const abort = () => void this.libvirt.ask(({ domains }) => domains.abortJob(ref)).catch(() => undefined);
    signal.throwIfAborted();
    signal.addEventListener('abort', abort, { once: true });
    try {
      const xml = `<domainsnapshot><name>${pointId}</name></domainsnapshot>`;
      await this.libvirt.alone(({ snapshots }) => snapshots.createXml(ref, xml, 0, LONG));
    } catch (error) {
      signal.throwIfAborted();
      // Ordered by a process that was killed, and done since.
      if (!(await this.list(vmId)).includes(pointId)) throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  async goBackTo(vmId: string, pointId: string): Promise<void> {
    const ref = await this.domainOf(vmId);
    await this.forgetBackupMarks(ref);
    await this.libvirt.alone(async ({ domains, snapshots }) => {
      const snapshot = await snapshots.lookupByName(ref, pointId);
      await absentAsNull(domains.destroy(ref), LibvirtErrorCode.operationInvalid);
      // Its memory belongs to a disk that goes.
      if (await domains.hasManagedSave(ref)) await domains.managedSaveRemove(ref);
      await snapshots.revert(snapshot, 0, LONG);
    });
  }

  async remove(vmId: string, pointId: string): Promise<void> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref) return;
    await this.libvirt.alone(async (client) => {
      const snapshot = await absentAsNull(
        client.snapshots.lookupByName(ref, pointId),
        LibvirtErrorCode.noDomainSnapshot,
      );
      if (snapshot) return client.snapshots.delete(snapshot, 0, LONG);
      if (ref.id >= 0) await removeUnknown(client, ref, pointId);
    });
  }

  async takenMiB(vmId: string): Promise<number> {
    const ref = await this.domainOf(vmId);
    return this.libvirt.ask(async ({ domains, storageVolumes }) => {
      const disk = systemDiskIn(await domains.getXml(ref));
      if (!disk) return 0;
      const { allocation } = await storageVolumes.getInfo(await storageVolumes.lookupByPath(disk.path));
      return Math.ceil(Number(allocation) / MIB);
    });
  }

  /** Rejects with `no-restore-points`. */
  private async checkCan(ref: DomainRef): Promise<void> {
    await this.libvirt.ask(async ({ domains, storageVolumes }) => {
      const xml = await domains.getXml(ref);
      if (bootsByUefi(xml)) throw new ProblemError('no-restore-points', { reason: 'firmware' });
      const disk = systemDiskIn(xml);
      const volume = disk && (await storageVolumes.getXml(await storageVolumes.lookupByPath(disk.path)));
      // An image of qcow2's first format does not grow while it keeps snapshots.
      if (!volume || childOf(rootOf(volume), 'target', 'compat')?.textContent !== '1.1')
        throw new ProblemError('no-restore-points', { reason: 'disk' });
    });
  }

  /**
   * libvirt has no call for the disk alone of a machine that runs (internal snapshots take the memory with them), QEMU has. What
   * libvirt is to know of it is told afterwards: that the machine was off, as that is how it comes back.
   */
  private async makeOfDisk(ref: DomainRef, pointId: string): Promise<void> {
    await this.libvirt.alone(async (client) => {
      const device = await formatNode(client, ref);
      // A guest without an agent comes back as after a power cut.
      const isFrozen = await client.domains.freezeFileSystems(ref, FREEZE).then(
        () => true,
        () => false,
      );
      try {
        await client.qemuMonitor.command(ref, 'blockdev-snapshot-internal-sync', { device, name: pointId });
      } catch (error) {
        // By a process that was killed before it told libvirt.
        if (!(error instanceof LibvirtMonitorError && error.message.includes('already exists'))) throw error;
      } finally {
        if (isFrozen) await client.domains.thawFileSystems(ref, FREEZE).catch(() => undefined);
      }
      const xml = await client.domains.getXml(ref, allOf(DomainXmlFlag.inactive, DomainXmlFlag.secure));
      await client.snapshots.createXml(
        ref,
        snapshotOfDisk(pointId, systemDiskIn(xml)?.target ?? 'vda', xml),
        SnapshotCreateFlag.redefine,
      );
    });
  }

  /** QEMU reads no snapshot into an image that keeps marks. The next backup of the machine is a whole one. */
  private async forgetBackupMarks(ref: DomainRef): Promise<void> {
    await this.libvirt.alone(async ({ domains, checkpoints }) => {
      const marks = await checkpoints.list(ref);
      if (marks.length === 0) return;
      const isOff = (await domains.getState(ref)).state === 'shutoff';
      // Only QEMU itself can take them out of the image.
      if (isOff) {
        const halted = allOf(DomainStartFlag.paused, DomainStartFlag.forceBoot);
        await domains.create(ref, halted).catch((error: unknown) => {
          if (!isLibvirtError(error, LibvirtErrorCode.operationInvalid)) throw error;
        });
      }
      for (const mark of await checkpoints.list(ref)) await checkpoints.delete(mark);
      if (isOff) await absentAsNull(domains.destroy(ref), LibvirtErrorCode.operationInvalid);
    });
  }

  private async domainOf(vmId: string): Promise<DomainRef> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref) throw new ProblemError('not-possible-now', { action: 'any' });
    return ref;
  }
}

/** QEMU's name of the image of the system's disk. */
async function formatNode({ qemuMonitor, domains }: LibvirtClient, ref: DomainRef): Promise<string> {
  const path = systemDiskIn(await domains.getXml(ref))?.path;
  const blocks = (await qemuMonitor.command(ref, 'query-block')) as {
    inserted?: { 'node-name'?: string; file?: string };
  }[];
  const node = blocks.find(({ inserted }) => inserted?.file === path)?.inserted?.['node-name'];
  if (!node) throw new Error(`${ref.name} has no disk in a file`);
  return node;
}

const snapshotOfDisk = (name: string, disk: string, domainXml: string) =>
  `<domainsnapshot><name>${name}</name><state>shutoff</state><creationTime>${Math.floor(Date.now() / 1000)}</creationTime>` +
  `<memory snapshot='no'/><disks><disk name='${disk}' snapshot='internal'/></disks>${domainXml}</domainsnapshot>`;

/** One that QEMU made, and of which libvirt was never told. */
async function removeUnknown(client: LibvirtClient, ref: DomainRef, name: string): Promise<void> {
  const device = await formatNode(client, ref);
  await client.qemuMonitor
    .command(ref, 'blockdev-snapshot-delete-internal-sync', { device, name })
    .catch((error: unknown) => {
      if (!(error instanceof LibvirtMonitorError)) throw error;
    });
}
