import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import { SKEW_MS } from '../../foundation/database/lately.js';
import { Routines } from '../../foundation/database/routines.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Host } from '../../hosts/host.js';
import { Hosts } from '../../hosts/hosts.js';
import type { MeterReading } from '../../hosts/libvirt/meters.js';
import { VmRecord } from '../vms/vm-record.js';
import { VmEntity } from '../vms/vm.entity.js';
import { HostMetersEntity } from './host-meters.entity.js';
import { COARSE_SECONDS, FINE_SECONDS, measured, stepOf } from './measured.js';
import { MeasurementEntity } from './measurement.entity.js';

/** Reads the meters of all running VMs, and records what they used since the last reading: each step once, whoever reads. */
@Injectable()
export class MeasurementRecorder implements OnApplicationBootstrap {
  private readonly logger = new Logger(MeasurementRecorder.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly routines: Routines,
    private readonly hosts: Hosts,
    private readonly vms: VmRecord,
  ) {}

  onApplicationBootstrap(): void {
    this.vms.beforeRemoval(async (tx, vmId) => void (await tx.delete(MeasurementEntity, { vmId })));
    // Each by itself: one that does not answer keeps no other waiting.
    for (const [index, host] of this.hosts.all().entries()) {
      const when = { everyMs: FINE_SECONDS * 1000, lock: `measurements-${index}` };
      this.routines.start(MeasurementRecorder.name, when, () => this.read(host));
    }
  }

  private async read({ name, meters }: Host): Promise<void> {
    try {
      const host = await name();
      const last = await this.dataSource.getRepository(HostMetersEntity).findOneBy({ host });
      // Another process was here in this step. A time in the future was written by a wrong clock and says nothing.
      const now = await this.now();
      const isPast = last && last.readAt.getTime() <= now.getTime() + SKEW_MS;
      if (isPast && stepOf(now, FINE_SECONDS) <= stepOf(last.readAt, FINE_SECONDS)) return;
      const readings = await meters.read();
      await this.record(host, readings, await this.now());
    } catch (error) {
      // Health says so, once; the gap in the graphs does too.
      if (!(error instanceof ProblemError)) throw error;
      this.logger.debug(`No readings: ${error.code}`);
    }
  }

  /** Records what was used between the last reading and this one. */
  async record(host: string, readings: readonly MeterReading[], readAt: Date): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const last = await tx.findOneBy(HostMetersEntity, { host });
      const ours = await onlyOurs(tx, readings);
      if (last) await recordFine(tx, last, ours, readAt);
      await tx.upsert(HostMetersEntity, { host, readings: ours, readAt }, ['host']);
      const [before, now] = [last?.readAt ?? new Date(0), readAt].map((at) => stepOf(at, COARSE_SECONDS));
      if (before && now && before < now) await recordCoarse(tx, now);
    });
  }

  /** The database's: processes on several computers share it. */
  private async now(): Promise<Date> {
    const [row] = await this.dataSource.query<[{ now: Date }]>('SELECT clock_timestamp() AS now');
    return row.now;
  }
}

/** Other installations share the host. */
async function onlyOurs(tx: EntityManager, readings: readonly MeterReading[]): Promise<MeterReading[]> {
  const ids = readings.map(({ vmId }) => vmId);
  const ours = await tx.find(VmEntity, {
    select: { id: true },
    where: { id: In(ids) },
    loadEagerRelations: false,
  });
  const known = new Set(ours.map(({ id }) => id));
  return readings.filter(({ vmId }) => known.has(vmId));
}

async function recordFine(
  tx: EntityManager,
  last: HostMetersEntity,
  readings: readonly MeterReading[],
  readAt: Date,
): Promise<void> {
  const seconds = (readAt.getTime() - last.readAt.getTime()) / 1000;
  const before = new Map(last.readings.map((reading) => [reading.vmId, reading]));
  const rows = readings.flatMap((reading) => {
    const figures = measured(before.get(reading.vmId), reading, seconds);
    return figures ? [{ vm: reading.vmId, ...figures }] : [];
  });
  await tx.query(
    `INSERT INTO measurements
       (vm_id, step_seconds, at, cpu, memory_mib, disk_read, disk_write, network_in, network_out)
     SELECT vm, $2, $3, cpu, "memoryMiB", "diskReadBytesPerSecond", "diskWriteBytesPerSecond",
            "networkInBytesPerSecond", "networkOutBytesPerSecond"
       FROM jsonb_to_recordset($1::jsonb) AS row(
         vm uuid, cpu real, "memoryMiB" real, "diskReadBytesPerSecond" real, "diskWriteBytesPerSecond" real,
         "networkInBytesPerSecond" real, "networkOutBytesPerSecond" real)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows), FINE_SECONDS, stepOf(readAt, FINE_SECONDS)],
  );
}

/** The means of all long steps of the last hour that are over: those that are there already stay. */
async function recordCoarse(tx: EntityManager, until: Date): Promise<void> {
  await tx.query(
    `INSERT INTO measurements
       (vm_id, step_seconds, at, cpu, memory_mib, disk_read, disk_write, network_in, network_out)
     SELECT vm_id, $1::smallint, date_bin(make_interval(secs => $1), at, 'epoch'), avg(cpu), avg(memory_mib),
            avg(disk_read), avg(disk_write), avg(network_in), avg(network_out)
       FROM measurements
      WHERE step_seconds = $2 AND at >= $3::timestamptz - interval '1 hour' AND at < $3
      GROUP BY vm_id, date_bin(make_interval(secs => $1), at, 'epoch')
     ON CONFLICT DO NOTHING`,
    [COARSE_SECONDS, FINE_SECONDS, until],
  );
}
