import { Logger } from '@nestjs/common';
import {
  allOf,
  BlockResizeFlag,
  DomainDeviceFlag,
  DomainVcpuFlag,
  DomainXmlFlag,
  isLibvirtError,
  type DomainRef,
} from '@vm-manager/libvirt-rpc';
import { isAsSet, mostIn, sizeIn, withSettings } from './domain-size.js';
import { systemDiskIn } from './domain-xml.js';
import { Hardware, MEMORY_PIECE_MIB, type MachineSettings, type MachineSize } from './hardware.js';
import type { LibvirtConnection } from './libvirt-connection.js';

const GIB = 2 ** 30;

/**
 * Memory and processors are plugged in, not inflated out of a balloon: whoever rules the guest could take what a balloon
 * keeps.
 */
export class RpcHardware extends Hardware {
  private readonly logger = new Logger(RpcHardware.name);

  constructor(private readonly libvirt: LibvirtConnection) {
    super();
  }

  async sizeOf(vmId: string): Promise<MachineSize | null> {
    const ref = await this.libvirt.domainOf(vmId);
    return ref && sizeIn(await this.xmlOf(ref));
  }

  async configure(vmId: string, settings: MachineSettings): Promise<void> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref) return;
    // With the password of its screen, which would be lost otherwise.
    const xml = await this.xmlOf(ref, allOf(DomainXmlFlag.inactive, DomainXmlFlag.secure));
    if (!isAsSet(xml, settings))
      await this.libvirt.ask(({ domains }) => domains.defineXml(withSettings(xml, settings)));
  }

  async plugIn(vmId: string, wanted: MachineSize): Promise<void> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref || !isActive(ref)) return;
    const xml = await this.xmlOf(ref);
    const [size, most] = [sizeIn(xml), mostIn(xml)];
    if (wanted.vcpus > size.vcpus && wanted.vcpus <= most.vcpus)
      await this.attempt(vmId, () =>
        this.libvirt.ask(({ domains }) => domains.setVcpus(ref, wanted.vcpus, DomainVcpuFlag.live)),
      );
    const more = wanted.memoryMiB - size.memoryMiB;
    if (more > 0 && more % MEMORY_PIECE_MIB === 0 && wanted.memoryMiB < most.memoryMiB)
      await this.attempt(vmId, () =>
        this.libvirt.ask(({ domains }) =>
          domains.attachDevice(ref, memoryModule(more), DomainDeviceFlag.live),
        ),
      );
  }

  async growDisk(vmId: string, gib: number): Promise<boolean> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref) return false;
    const disk = systemDiskIn(await this.xmlOf(ref));
    if (!disk) throw new Error('The machine has no disk.');
    const bytes = gib * GIB;
    return this.libvirt.ask(async ({ domains, storageVolumes }) => {
      if (isActive(ref)) {
        if ((await domains.getBlockInfo(ref, disk.target)).capacity >= bytes) return false;
        await domains.blockResize(ref, disk.target, bytes, BlockResizeFlag.bytes);
        return true;
      }
      const volume = await storageVolumes.lookupByPath(disk.path);
      if ((await storageVolumes.getInfo(volume)).capacity >= bytes) return false;
      await storageVolumes.resize(volume, bytes);
      return true;
    });
  }

  private xmlOf(ref: DomainRef, flags: DomainXmlFlag = 0): Promise<string> {
    return this.libvirt.ask(({ domains }) => domains.getXml(ref, flags));
  }

  /** A guest or a host that cannot is not in the way of the next start. */
  private async attempt(vmId: string, change: () => Promise<void>): Promise<void> {
    await change().catch((error: unknown) => {
      if (!isLibvirtError(error)) throw error;
      this.logger.warn(`${vmId} takes it at its next start: ${error.message}`);
    });
  }
}

const isActive = ({ id }: DomainRef) => id >= 0;

const memoryModule = (mib: number) =>
  `<memory model='dimm'><target><size unit='MiB'>${mib}</size><node>0</node></target></memory>`;
