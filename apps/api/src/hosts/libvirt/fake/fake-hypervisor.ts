import { watch, type FSWatcher } from 'node:fs';
import type { Duplex } from 'node:stream';
import { Subject } from 'rxjs';
import { ProblemError } from '../../../foundation/problems/problem-error.js';
import {
  Hypervisor,
  type HostVersions,
  type HypervisorChange,
  type NodeResources,
  type OwnedDomain,
  type Power,
  type Screen,
} from '../hypervisor.js';
import { FakeSerialLine } from './fake-serial-line.js';
import { booted, FakeHost, type FakeDomain } from '../../fake-host/fake-host.js';

/** What a fake machine shows on its screen. */
export interface FakeScreens {
  screenOf(vmId: string): Promise<Screen>;
  pictureOf(vmId: string): Promise<Buffer>;
}

const SHUTDOWN_MS = 300;

export class FakeHypervisor extends Hypervisor {
  override readonly changes = new Subject<HypervisorChange>();
  private watcher: FSWatcher | undefined;
  private readonly serialLines = new Map<string, FakeSerialLine>();

  /** Set by whoever can draw; without it machines have no screen. */
  screens: FakeScreens | undefined;

  constructor(private readonly host: FakeHost) {
    super();
  }

  async open(): Promise<void> {
    this.watcher = watch(await this.host.domainFolder(), (_event, file) => {
      const vmId = file?.replace(/\.json$/, '');
      if (!vmId) return;
      void this.followLine(vmId);
      this.changes.next({ kind: 'power', vmId });
    });
  }

  close(): void {
    this.watcher?.close();
    for (const line of this.serialLines.values()) line.destroy();
  }

  check(): Promise<void> {
    return this.host.mustBeThere();
  }

  async resources(): Promise<NodeResources> {
    const { cores, memoryMiB } = await this.host.capacity();
    return { cores, memoryMiB, memoryUsedMiB: Math.round(memoryMiB / 8) };
  }

  async versions(): Promise<HostVersions> {
    return { libvirtVersion: '9.0.0', hypervisorVersion: '7.2.0' };
  }

  bootId(): Promise<string> {
    return this.host.bootId();
  }

  async list(): Promise<OwnedDomain[]> {
    const ids = await this.host.names('domain');
    const domains = await Promise.all(ids.map((id) => this.host.read('domain', id)));
    return domains.filter((domain) => domain !== null).filter(({ foreign }) => foreign === undefined);
  }

  async powerOf(vmId: string): Promise<Power> {
    return (await this.host.read('domain', vmId))?.power ?? 'absent';
  }

  async isWhole(vmId: string): Promise<boolean> {
    await this.host.released('make', vmId);
    return (await this.powerOf(vmId)) !== 'absent';
  }

  async forbidSpoofing(): Promise<void> {
    // There is no network to be protected.
  }

  async start(vmId: string): Promise<void> {
    await this.host.released('start', vmId);
    const { power, machine } = await this.get(vmId);
    const boots = power === 'off' && machine !== undefined;
    await this.change(vmId, { power: 'running', ...(boots ? { machine: booted(machine) } : {}) });
  }

  forceOff = (vmId: string) => this.change(vmId, { power: 'off' });
  save = (vmId: string) => this.change(vmId, { power: 'saved' });
  unpause = (vmId: string) => this.change(vmId, { power: 'running' });

  async requestShutdown(vmId: string): Promise<void> {
    await this.host.released('shutdown', vmId);
    const domain = await this.get(vmId);
    // By then it may be gone, and has nothing left to shut down.
    const obey = () => this.forceOff(vmId).catch(() => undefined);
    if (domain.obeys) setTimeout(obey, SHUTDOWN_MS).unref();
  }

  async requestReboot(vmId: string): Promise<void> {
    const domain = await this.get(vmId);
    if (domain.obeys) setTimeout(() => this.changes.next({ kind: 'reboot', vmId }), SHUTDOWN_MS).unref();
  }

  async reset(vmId: string): Promise<void> {
    await this.get(vmId);
    this.changes.next({ kind: 'reboot', vmId });
  }

  async remove(vmId: string): Promise<void> {
    await this.host.released('remove', vmId);
    await this.host.remove('domain', vmId);
  }

  async addressOf(vmId: string): Promise<string | null> {
    const domain = await this.host.read('domain', vmId);
    return domain?.power === 'running' ? domain.address : null;
  }

  async screenOf(vmId: string): Promise<Screen> {
    return (await this.screensOf(vmId)).screenOf(vmId);
  }

  async pictureOf(vmId: string): Promise<Buffer> {
    return (await this.screensOf(vmId)).pictureOf(vmId);
  }

  async openSerialLine(vmId: string): Promise<Duplex> {
    const { power, machine } = await this.get(vmId);
    if (power !== 'running' || this.serialLines.has(vmId)) throw new ProblemError('screen-unavailable');
    const line = new FakeSerialLine(machine?.guest.hostName ?? 'machine');
    this.serialLines.set(vmId, line);
    line.once('close', () => this.serialLines.delete(vmId));
    return line;
  }

  /** A line ends with its machine. */
  private async followLine(vmId: string): Promise<void> {
    const line = this.serialLines.get(vmId);
    const power = line && (await this.powerOf(vmId).catch(() => 'absent'));
    if (power === 'off' || power === 'saved' || power === 'absent') line?.destroy();
  }

  private async screensOf(vmId: string): Promise<FakeScreens> {
    if (!this.screens || (await this.powerOf(vmId)) !== 'running')
      throw new ProblemError('screen-unavailable');
    return this.screens;
  }

  private async change(vmId: string, change: Partial<FakeDomain>): Promise<void> {
    await this.host.write('domain', vmId, { ...(await this.get(vmId)), ...change });
  }

  private async get(vmId: string): Promise<FakeDomain> {
    const domain = await this.host.read('domain', vmId);
    if (!domain) throw new ProblemError('not-possible-now', { action: 'any' });
    return domain;
  }
}
