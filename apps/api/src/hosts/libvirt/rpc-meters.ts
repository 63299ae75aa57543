import {
  allOf,
  DomainAffectFlag,
  DomainListFlag,
  DomainStatsFlag,
  DomainStatsGroup,
  toDomainStatistics,
  type DomainRef,
  type DomainStatistics,
} from '@vm-manager/libvirt-rpc';
import { Logger } from '@nestjs/common';
import type { LibvirtConnection } from './libvirt-connection.js';
import { Meters, type MeterReading } from './meters.js';

const GROUPS = allOf(
  DomainStatsGroup.cpuTotal,
  DomainStatsGroup.balloon,
  DomainStatsGroup.vcpu,
  DomainStatsGroup.interface,
  DomainStatsGroup.block,
);
/** A domain that is busy with a job of libvirt's answers with what it knows at once. */
const RUNNING_NOW = allOf(DomainListFlag.active, DomainStatsFlag.nowait);
/** The next reading is near. */
const PATIENCE_MS = 2_000;
/** How often a guest's balloon driver reports its memory. */
const PERIOD_SECONDS = 10;

export class RpcMeters extends Meters {
  private readonly logger = new Logger(RpcMeters.name);
  /** By run: those whose driver has been asked to report its memory. */
  private reporting = new Set<number>();

  constructor(private readonly libvirt: LibvirtConnection) {
    super();
  }

  async read(): Promise<MeterReading[]> {
    const records = await this.libvirt.ask(
      ({ domains }) => domains.getStats({ groups: GROUPS, flags: RUNNING_NOW }),
      { patienceMs: PATIENCE_MS },
    );
    const ours = records.filter(({ domain }) => domain.name.startsWith('vmm-'));
    // Nobody waits for it: a domain that is busy may take half a minute.
    void this.askForMemory(ours.map(({ domain }) => domain));
    return ours.flatMap(({ domain, stats }) => toReading(domain, toDomainStatistics(stats)) ?? []);
  }

  /** Vagrant's definition does not ask for it, and libvirt forgets it at the end of each run. */
  private async askForMemory(running: readonly DomainRef[]): Promise<void> {
    const fresh = running.filter(({ id }) => !this.reporting.has(id));
    this.reporting = new Set(running.map(({ id }) => id));
    for (const domain of fresh)
      await this.libvirt
        .ask(({ domains }) => domains.setMemoryStatsPeriod(domain, PERIOD_SECONDS, DomainAffectFlag.live), {
          patienceMs: PATIENCE_MS,
        })
        .catch((error: unknown) => this.logger.debug(error));
  }
}

const sum = (values: readonly (number | undefined)[]) =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** Null when something is missing, as of a domain that is being saved. */
export function toReading(
  { id, uuid }: Pick<DomainRef, 'id' | 'uuid'>,
  { cpuTime, vcpus, memory, disks, interfaces }: DomainStatistics,
): MeterReading | null {
  if (cpuTime === undefined || vcpus === undefined || memory.current === undefined || disks.length === 0)
    return null;
  return {
    vmId: uuid,
    run: id,
    vcpus,
    cpuSeconds: Number(cpuTime) / 1e9,
    memoryMiB: Math.round(usedKiB(memory.current, memory) / 1024),
    diskReadBytes: sum(disks.map(({ readBytes }) => readBytes)),
    diskWrittenBytes: sum(disks.map(({ writtenBytes }) => writtenBytes)),
    networkInBytes: sum(interfaces.map(({ receivedBytes }) => receivedBytes)),
    networkOutBytes: sum(interfaces.map(({ sentBytes }) => sentBytes)),
  };
}

/** Without what the guest would give back at once, its caches; `rss` also has what QEMU takes for itself. */
function usedKiB(current: number, { available, usable, unused, rss }: DomainStatistics['memory']): number {
  const free = usable ?? unused;
  // The guest says so itself: it has no more than it was given.
  if (available !== undefined && free !== undefined && available >= free)
    return Math.min(current, available - free);
  return Math.min(current, rss ?? current);
}
