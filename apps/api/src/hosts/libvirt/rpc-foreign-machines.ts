import {
  allOf,
  DomainAffectFlag,
  DomainXmlFlag,
  isLibvirtError,
  LibvirtErrorCode,
  type DomainRef,
} from '@vm-manager/libvirt-rpc';
import type { Environment } from '../../foundation/config/environment.js';
import { adopted, disksIn, networksIn, type AdoptedDomain } from './adopted-domain.js';
import { toDescription, toOwnership } from './domain-owner.js';
import { sizeIn } from './domain-size.js';
import { systemDiskIn } from './domain-xml.js';
import { ForeignMachines, type Adoption, type ForeignMachine } from './foreign-machines.js';
import { domainName, type Hypervisor } from './hypervisor.js';
import { absentAsNull, type LibvirtConnection } from './libvirt-connection.js';
import { randomScreenPassword } from './screen-password.js';
import { childOf, rootOf } from './xml.js';

const GIB = 2 ** 30;

/** Domains that another program defined. */
export class RpcForeignMachines extends ForeignMachines {
  constructor(
    private readonly libvirt: LibvirtConnection,
    private readonly environment: Environment,
    private readonly machines: Hypervisor,
  ) {
    super();
  }

  async find(name: string): Promise<ForeignMachine | null> {
    const ref = await this.libvirt.ask(({ domains }) =>
      absentAsNull(domains.lookupByName(name), LibvirtErrorCode.noDomain),
    );
    if (!ref) return null;
    const power = await this.machines.powerOf(ref.uuid);
    if (power === 'absent') return null;
    const xml = await this.xmlOf(ref, DomainXmlFlag.inactive);
    const paths = disksIn(xml);
    const volumes = await this.volumesAmong(paths);
    return {
      ...{ id: ref.uuid, name, power },
      ...sizeIn(xml),
      diskGiB: await this.gibOf(systemDiskIn(xml)?.path),
      volumes: [...volumes.values()],
      otherDisks: paths.filter((path) => !volumes.has(path)),
      networks: networksIn(xml),
      installationId:
        toOwnership(childOf(rootOf(xml), 'description')?.textContent ?? '')?.installation ?? null,
    };
  }

  async adopt(id: string, adoption: Adoption): Promise<boolean> {
    const ref = await this.libvirt.domainOf(id);
    // The name comes last: what has it has all.
    if (!ref || ref.name === domainName(id)) return true;
    const isOff = (await this.machines.powerOf(id)) === 'off';
    // Of one that runs the description is the only thing that can be changed at once; whose it is is read there.
    const affected =
      ref.id < 0 ? DomainAffectFlag.config : allOf(DomainAffectFlag.config, DomainAffectFlag.live);
    const description = toDescription({ id, ...adoption });
    await this.libvirt.ask(({ domains }) =>
      domains.setMetadata(ref, { type: 'description', text: description }, affected),
    );
    await this.define(ref, {
      ...adoption,
      id,
      screenPassword: randomScreenPassword(),
      isBridged: this.environment.networkMode.kind === 'bridge',
    });
    // Whether a VM comes back after a power cut is decided by VM Manager, not by the host.
    await this.libvirt.ask(({ domains }) => domains.setAutostart(ref, false));
    if (isOff) await this.rename(ref);
    return isOff;
  }

  private async define(ref: DomainRef, domain: AdoptedDomain): Promise<void> {
    const current = await this.xmlOf(ref, allOf(DomainXmlFlag.inactive, DomainXmlFlag.secure));
    await this.libvirt.ask(({ domains }) => domains.defineXml(adopted(current, domain)));
  }

  /** Nothing stands on the name: one that libvirt renames only without its snapshots keeps it. */
  private async rename(ref: DomainRef): Promise<void> {
    await this.libvirt
      .ask(({ domains }) => domains.rename(ref, domainName(ref.uuid)))
      .catch((error: unknown) => {
        if (!isLibvirtError(error)) throw error;
      });
  }

  /** By path, the names of those that are volumes of our pool. */
  private volumesAmong(paths: readonly string[]): Promise<Map<string, string>> {
    return this.libvirt.ask(async ({ storagePools, storageVolumes }) => {
      const pool = await storagePools.lookupByName(this.environment.storagePool);
      await absentAsNull(
        storagePools.refresh(pool),
        LibvirtErrorCode.internalError,
        LibvirtErrorCode.operationInvalid,
      );
      const found = new Map<string, string>();
      for (const path of paths) {
        const volume = await absentAsNull(
          storageVolumes.lookupByPath(path),
          LibvirtErrorCode.noStorageVolume,
        );
        if (volume?.pool === pool.name) found.set(path, volume.name);
      }
      return found;
    });
  }

  private async gibOf(path: string | undefined): Promise<number> {
    if (path === undefined) return 0;
    const bytes = await this.libvirt.ask(async ({ storageVolumes }) => {
      const volume = await absentAsNull(storageVolumes.lookupByPath(path), LibvirtErrorCode.noStorageVolume);
      return volume ? (await storageVolumes.getInfo(volume)).capacity : 0;
    });
    // Not more than it has: what is recorded is what a disk is grown to.
    return Math.max(1, Math.floor(bytes / GIB));
  }

  private xmlOf(ref: DomainRef, flags: DomainXmlFlag): Promise<string> {
    return this.libvirt.ask(({ domains }) => domains.getXml(ref, flags));
  }
}
