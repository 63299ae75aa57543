import {
  allOf,
  DomainDeviceFlag,
  DomainShutdownFlag,
  DomainUndefineFlag,
  DomainXmlFlag,
  LibvirtErrorCode,
  type DomainRef,
  type DomainStateAndReason,
} from '@vm-manager/libvirt-rpc';
import { readFile } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { filter, Subject } from 'rxjs';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { DomainOwners } from './domain-owner.js';
import { isWholeDomain, toScreen, unfilteredInterfaces } from './domain-xml.js';
import type { GuestAgents } from './guest-agents.js';
import {
  Hypervisor,
  type HostVersions,
  type HypervisorChange,
  type NodeResources,
  type OwnedDomain,
  type Power,
  type Screen,
} from './hypervisor.js';
import { absentAsNull, BRIEFLY, LibvirtConnection } from './libvirt-connection.js';
import { MachineAddresses } from './machine-addresses.js';

/** Writing gigabytes of memory to a slow disk takes its time. */
const SAVE_MS = 600_000;
const AGENT_SECONDS = 5;

export class RpcHypervisor extends Hypervisor {
  override readonly changes = new Subject<HypervisorChange>();
  private readonly owners: DomainOwners;
  private readonly addresses: MachineAddresses;

  constructor(
    private readonly libvirt: LibvirtConnection,
    private readonly agents: GuestAgents,
  ) {
    super();
    this.owners = new DomainOwners(libvirt);
    this.addresses = new MachineAddresses(libvirt, agents);
  }

  async listen(): Promise<void> {
    const { client } = this.libvirt;
    const tell = (kind: 'power' | 'reboot' | 'guest-ready' | 'woken') => (event: { domain: DomainRef }) =>
      this.changes.next({ kind, vmId: event.domain.uuid });
    await client.events.on('lifecycle', (event) => {
      // Gone, or defined anew: one that another program had made may have become ours.
      if (event.event === 'undefined' || event.event === 'defined') this.owners.forget(event.domain.uuid);
      tell('power')(event);
      if (isWakening(event)) tell('woken')(event);
    });
    await client.events.on('reboot', tell('reboot'));
    await client.events.on('agent', (event) => {
      if (event.state === 'connected') tell('guest-ready')(event);
    });
    client.on('connected', () => this.changes.next({ kind: 'synchronise' }));
  }

  async check(): Promise<void> {
    await this.libvirt.ask(({ host }) => host.getHostname(), { patienceMs: 0 });
  }

  async resources(): Promise<NodeResources> {
    const [info, memory] = await this.libvirt.ask(
      ({ host }) => Promise.all([host.getInfo(), host.getMemory()]),
      BRIEFLY,
    );
    const { total, free, buffers, cached } = memory;
    return {
      cores: info.cpus,
      memoryMiB: Math.floor(info.memory / 1024),
      memoryUsedMiB: total === 0 ? null : Math.round((total - free - buffers - cached) / 1024),
    };
  }

  async versions(): Promise<HostVersions> {
    const [libvirtVersion, hypervisorVersion] = await this.libvirt.ask(
      ({ host }) => Promise.all([host.getLibVersion(), host.getHypervisorVersion()]),
      BRIEFLY,
    );
    return { libvirtVersion, hypervisorVersion };
  }

  /** libvirt does not tell; the host is the one that this process runs on. */
  async bootId(): Promise<string> {
    return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  }

  async list(): Promise<OwnedDomain[]> {
    const refs = await this.libvirt.ask(({ domains }) => domains.list());
    const owned: OwnedDomain[] = [];
    for (const ref of refs) {
      const ownership = await this.owners.of(ref);
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
      if (condition.state !== 'shutoff') return poweredOn(condition);
      const saved = await absentAsNull(domains.hasManagedSave(ref), LibvirtErrorCode.noDomain);
      return saved === null ? 'absent' : saved ? 'saved' : 'off';
    });
  }

  async isWhole(vmId: string): Promise<boolean> {
    const ref = await this.libvirt.domainOf(vmId);
    return ref !== null && isWholeDomain(await this.libvirt.ask(({ domains }) => domains.getXml(ref)));
  }

  async forbidSpoofing(vmId: string): Promise<void> {
    await this.change(vmId, (ref) =>
      this.libvirt.ask(async ({ domains }) => {
        const lasting = await domains.getXml(ref, DomainXmlFlag.inactive);
        for (const xml of unfilteredInterfaces(lasting))
          await domains.updateDevice(ref, xml, DomainDeviceFlag.config);
        if ((await domains.getState(ref)).state === 'shutoff') return;
        for (const xml of unfilteredInterfaces(await domains.getXml(ref)))
          await domains.updateDevice(ref, xml, DomainDeviceFlag.live);
      }),
    );
  }

  async start(vmId: string): Promise<void> {
    if ((await this.powerOf(vmId)) === 'running') return;
    // Memory that was saved is read back.
    await this.change(vmId, (ref) =>
      this.libvirt.alone(({ domains }) => domains.create(ref, 0, { timeoutMs: SAVE_MS })),
    );
  }

  async requestShutdown(vmId: string): Promise<void> {
    await this.change(vmId, async (ref) => {
      await this.askAgentToStop(vmId, 'powerdown');
      // Harmless for a guest that is going down already.
      await this.libvirt.ask(({ domains }) => domains.shutdown(ref, DomainShutdownFlag.acpi));
    });
  }

  async requestReboot(vmId: string): Promise<void> {
    let rebooted = false;
    const watching = this.changes
      .pipe(filter((change) => change.kind === 'reboot' && change.vmId === vmId))
      .subscribe(() => (rebooted = true));
    try {
      await this.change(vmId, async (ref) => {
        await this.askAgentToStop(vmId, 'reboot');
        // libvirt would turn the next poweroff in the guest into the reboot that it still waits for.
        if (!rebooted) await this.libvirt.ask(({ domains }) => domains.reboot(ref, DomainShutdownFlag.acpi));
      });
    } finally {
      watching.unsubscribe();
    }
  }

  async forceOff(vmId: string): Promise<void> {
    await this.change(vmId, (ref) =>
      this.libvirt.ask(async ({ domains }) => {
        await absentAsNull(domains.destroy(ref), LibvirtErrorCode.operationInvalid);
        if (await domains.hasManagedSave(ref)) await domains.managedSaveRemove(ref);
      }),
    );
    // Nothing happens to a machine that is off when its memory goes, so nobody is told.
    this.changes.next({ kind: 'power', vmId });
  }

  async reset(vmId: string): Promise<void> {
    await this.change(vmId, (ref) => this.libvirt.ask(({ domains }) => domains.reset(ref)));
  }

  async save(vmId: string): Promise<void> {
    await this.change(vmId, (ref) =>
      this.libvirt.alone(({ domains }) => domains.managedSave(ref, 0, { timeoutMs: SAVE_MS })),
    );
  }

  async unpause(vmId: string): Promise<void> {
    const isAsleep = (await this.powerOf(vmId)) === 'asleep';
    await this.change(vmId, (ref) =>
      this.libvirt.ask(({ domains }) => (isAsleep ? domains.wakeUp(ref) : domains.resume(ref))),
    );
  }

  async remove(vmId: string): Promise<void> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref) return;
    const everything = allOf(
      DomainUndefineFlag.managedSave,
      DomainUndefineFlag.snapshotsMetadata,
      DomainUndefineFlag.checkpointsMetadata,
      DomainUndefineFlag.nvram,
    );
    await this.libvirt.ask(async ({ domains }) => {
      await absentAsNull(domains.destroy(ref), LibvirtErrorCode.operationInvalid, LibvirtErrorCode.noDomain);
      await absentAsNull(domains.undefine(ref, everything), LibvirtErrorCode.noDomain);
    });
  }

  addressOf(vmId: string): Promise<string | null> {
    return this.addresses.of(vmId);
  }

  async screenOf(vmId: string): Promise<Screen> {
    const ref = await this.libvirt.domainOf(vmId, BRIEFLY);
    if (!ref || ref.id < 0) throw new ProblemError('screen-unavailable');
    const screen = toScreen(
      await this.libvirt.ask(({ domains }) => domains.getXml(ref, DomainXmlFlag.secure), BRIEFLY),
    );
    if (!screen) throw new ProblemError('screen-unavailable');
    return screen;
  }

  async openSerialLine(vmId: string): Promise<Duplex> {
    const ref = await this.libvirt.domainOf(vmId, BRIEFLY);
    if (!ref || ref.id < 0) throw new ProblemError('screen-unavailable');
    return this.libvirt.ask(({ domains }) => domains.openConsole(ref), BRIEFLY);
  }

  async pictureOf(vmId: string): Promise<Buffer> {
    const ref = await this.libvirt.domainOf(vmId, BRIEFLY);
    if (!ref || ref.id < 0) throw new ProblemError('screen-unavailable');
    const shot = await absentAsNull(this.libvirt.ask(({ domains }) => domains.screenshot(ref), BRIEFLY));
    if (shot?.mimeType !== 'image/png') throw new ProblemError('screen-unavailable');
    return shot.image;
  }

  /** Acts on the domain; that the state asked for is there already is no error. */
  private async change(vmId: string, act: (ref: DomainRef) => Promise<unknown>): Promise<void> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref) throw new ProblemError('not-possible-now', { action: 'any' });
    await absentAsNull(act(ref), LibvirtErrorCode.operationInvalid);
  }

  /** The agent first: a guest may ignore its power button, but not its agent. One that obeys gives no answer. */
  private async askAgentToStop(vmId: string, mode: 'powerdown' | 'reboot'): Promise<void> {
    const command = { execute: 'guest-shutdown', args: { mode }, seconds: AGENT_SECONDS };
    await this.agents.commandIfAnswered(vmId, command);
  }
}

/** What libvirt does to a machine on its way somewhere is no pause that anybody has to end. */
const PAUSED: Partial<Record<string, Power>> = {
  'io-error': 'stalled',
  crashed: 'crashed',
  unknown: 'paused',
  user: 'paused',
  watchdog: 'paused',
  'from-snapshot': 'paused',
  'postcopy-failed': 'paused',
};

export function poweredOn({ state, reason }: DomainStateAndReason): Power {
  if (state === 'pmsuspended') return 'asleep';
  if (state === 'crashed') return 'crashed';
  return state === 'paused' ? (PAUSED[reason] ?? 'running') : 'running';
}

const isWakening = ({ event, detail }: { event: string; detail: string }) =>
  event === 'resumed' || (event === 'started' && detail !== 'booted' && detail !== 'migrated');
