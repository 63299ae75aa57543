import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import {
  DomainShutdownFlag,
  DomainUndefineFlag,
  DomainXmlFlag,
  isLibvirtError,
  LibvirtErrorCode,
  type DomainRef,
} from '@vm-manager/libvirt-rpc';
import { readFile } from 'node:fs/promises';
import { Subject } from 'rxjs';
import { ProblemError } from '../http/problem-error.js';
import { isWholeDomain, toScreen } from './domain-xml.js';
import {
  Hypervisor,
  type HypervisorChange,
  type OwnedDomain,
  type Power,
  type Screen,
} from './hypervisor.js';
import { absentAsNull, LibvirtConnection } from './libvirt-connection.js';
import { toOwnership, type Ownership } from './ownership.js';

/** Writing gigabytes of memory to a slow disk takes its time. */
const SAVE_MS = 600_000;

@Injectable()
export class RpcHypervisor extends Hypervisor implements OnModuleInit {
  private readonly logger = new Logger(RpcHypervisor.name);
  override readonly changes = new Subject<HypervisorChange>();
  /** A description is written once, with the domain; by UUID, as asking for each of a thousand takes seconds. */
  private readonly ownerships = new Map<string, Ownership | null>();

  constructor(private readonly libvirt: LibvirtConnection) {
    super();
  }

  async onModuleInit(): Promise<void> {
    const { client } = this.libvirt;
    const tell = (kind: 'power' | 'reboot' | 'guest-ready') => (event: { domain: DomainRef }) =>
      this.changes.next({ kind, vmId: event.domain.uuid });
    await client.events.on('lifecycle', (event) => {
      if (event.event === 'undefined') this.ownerships.delete(event.domain.uuid);
      tell('power')(event);
    });
    await client.events.on('reboot', tell('reboot'));
    await client.events.on('agent', (event) => {
      if (event.state === 'connected') tell('guest-ready')(event);
    });
    client.on('connected', () => this.changes.next({ kind: 'synchronise' }));
  }

  hostName(): Promise<string> {
    return this.libvirt.ask(({ host }) => host.getHostname());
  }

  /** libvirt does not tell; the host is the one that this process runs on. */
  async bootId(): Promise<string> {
    return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  }

  async list(): Promise<OwnedDomain[]> {
    const refs = await this.libvirt.ask(({ domains }) => domains.list());
    const owned: OwnedDomain[] = [];
    for (const ref of refs) {
      const ownership = await this.ownershipOf(ref);
      if (!ownership) continue;
      const power = await this.powerOf(ref.uuid);
      // Gone since it was listed.
      if (power === 'absent') continue;
      owned.push({ vmId: ref.uuid, ownerId: ownership.owner, installationId: ownership.installation, power });
    }
    return owned;
  }

  async powerOf(vmId: string): Promise<Power> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref) return 'absent';
    return this.libvirt.ask(async ({ domains }) => {
      const condition = await absentAsNull(domains.getState(ref), LibvirtErrorCode.noDomain);
      if (!condition) return 'absent';
      if (condition.state === 'paused' || condition.state === 'pmsuspended') return 'paused';
      if (condition.state !== 'shutoff' && condition.state !== 'crashed') return 'running';
      const saved = await absentAsNull(domains.hasManagedSave(ref), LibvirtErrorCode.noDomain);
      return saved === null ? 'absent' : saved ? 'saved' : 'off';
    });
  }

  async isWhole(vmId: string): Promise<boolean> {
    const ref = await this.libvirt.domainOf(vmId);
    return ref !== null && isWholeDomain(await this.libvirt.ask(({ domains }) => domains.getXml(ref)));
  }

  async start(vmId: string): Promise<void> {
    if ((await this.powerOf(vmId)) === 'running') return;
    await this.change(vmId, ({ domains }, ref) => domains.create(ref, 0, { timeoutMs: SAVE_MS }));
  }

  async requestShutdown(vmId: string): Promise<void> {
    await this.change(vmId, ({ domains }, ref) => this.politely((flag) => domains.shutdown(ref, flag)));
  }

  async requestReboot(vmId: string): Promise<void> {
    await this.change(vmId, ({ domains }, ref) => this.politely((flag) => domains.reboot(ref, flag)));
  }

  async forceOff(vmId: string): Promise<void> {
    await this.change(vmId, ({ domains }, ref) => domains.destroy(ref));
  }

  async reset(vmId: string): Promise<void> {
    await this.change(vmId, ({ domains }, ref) => domains.reset(ref));
  }

  async save(vmId: string): Promise<void> {
    await this.change(vmId, ({ domains }, ref) => domains.managedSave(ref, 0, { timeoutMs: SAVE_MS }));
  }

  async unpause(vmId: string): Promise<void> {
    await this.change(vmId, ({ domains }, ref) => domains.resume(ref));
  }

  async remove(vmId: string): Promise<void> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref) return;
    const everything =
      DomainUndefineFlag.managedSave | DomainUndefineFlag.snapshotsMetadata | DomainUndefineFlag.nvram;
    await this.libvirt.ask(async ({ domains }) => {
      await absentAsNull(domains.destroy(ref), LibvirtErrorCode.operationInvalid, LibvirtErrorCode.noDomain);
      await absentAsNull(domains.undefine(ref, everything), LibvirtErrorCode.noDomain);
    });
  }

  async addressOf(vmId: string): Promise<string | null> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref) return null;
    return this.libvirt.ask(async ({ domains }) => {
      for (const source of ['lease', 'agent'] as const) {
        const interfaces = await absentAsNull(domains.interfaceAddresses(ref, source));
        const found = interfaces
          ?.flatMap(({ name, addresses }) => (name === 'lo' ? [] : addresses))
          .find(({ family }) => family === 'ipv4');
        if (found) return found.address;
      }
      return null;
    });
  }

  async screenOf(vmId: string): Promise<Screen> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref || ref.id < 0) throw new ProblemError('screen-unavailable');
    const screen = toScreen(
      await this.libvirt.ask(({ domains }) => domains.getXml(ref, DomainXmlFlag.secure)),
    );
    if (!screen) throw new ProblemError('screen-unavailable');
    return screen;
  }

  async pictureOf(vmId: string): Promise<Buffer> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref || ref.id < 0) throw new ProblemError('screen-unavailable');
    const shot = await absentAsNull(this.libvirt.ask(({ domains }) => domains.screenshot(ref)));
    if (shot?.mimeType !== 'image/png') throw new ProblemError('screen-unavailable');
    return shot.image;
  }

  /** Acts on the domain; that the state asked for is there already is no error. */
  private async change<T>(
    vmId: string,
    act: (client: LibvirtConnection['client'], ref: DomainRef) => Promise<T>,
  ): Promise<void> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref) throw new ProblemError('not-possible-now', { action: 'any' });
    await absentAsNull(
      this.libvirt.ask((client) => act(client, ref)),
      LibvirtErrorCode.operationInvalid,
    );
  }

  /** The agent first: a guest may ignore its power button, but not its agent. */
  private async politely(ask: (flag: number) => Promise<void>): Promise<void> {
    try {
      await ask(DomainShutdownFlag.guestAgent);
    } catch (error) {
      if (!isLibvirtError(error)) throw error;
      this.logger.debug(`The guest agent did not take the request: ${error.message}`);
      await ask(DomainShutdownFlag.acpi);
    }
  }

  private async ownershipOf(ref: DomainRef): Promise<Ownership | null> {
    const known = this.ownerships.get(ref.uuid);
    if (known !== undefined) return known;
    const description = await this.libvirt.ask(({ domains }) =>
      absentAsNull(
        domains.getMetadata(ref, { type: 'description' }),
        LibvirtErrorCode.noDomainMetadata,
        LibvirtErrorCode.noDomain,
      ),
    );
    const ownership = description === null ? null : toOwnership(description);
    this.ownerships.set(ref.uuid, ownership);
    return ownership;
  }
}
