import { Injectable } from '@nestjs/common';
import type { MetricsRange, VmActivity, VmMetrics } from '@vm-manager/contracts';
import { DataSource, MoreThan } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { mayForGroup } from '../../access/identity/permissions.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { vmsFor } from '../vms/vm.queries.js';
import { VmReader } from '../vms/vm-reader.js';
import { COARSE_SECONDS, FINE_SECONDS, stepOf } from './measured.js';
import { MeasurementEntity } from './measurement.entity.js';

const RANGES = {
  hour: { stepSeconds: FINE_SECONDS, seconds: 3600 },
  week: { stepSeconds: COARSE_SECONDS, seconds: 7 * 24 * 3600 },
} as const satisfies Record<MetricsRange, object>;

/** A line as wide as a word has no room for more. */
const ACTIVITY_SECONDS = 120;
const ACTIVITY_STEPS = 30;

/** What was measured, for who may see the VM. */
@Injectable()
export class MeasurementsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: VmReader,
  ) {}

  async show(actor: Actor, vmId: string, range: MetricsRange, now = new Date()): Promise<VmMetrics> {
    await this.reader.findFor(actor, 'see-vms', vmId);
    const { stepSeconds, seconds } = RANGES[range];
    const rows = await this.dataSource.getRepository(MeasurementEntity).find({
      where: { vmId, stepSeconds, at: MoreThan(new Date(now.getTime() - seconds * 1000)) },
      order: { at: 'ASC' },
    });
    return { stepSeconds, points: rows.map(({ at, ...figures }) => ({ at: at.toISOString(), ...figures })) };
  }

  /** Of the group's VMs that this person may see, those of which there is something to show. */
  async activityOf(actor: Actor, groupId: string, now = new Date()): Promise<VmActivity[]> {
    const { manager } = this.dataSource;
    const isVisible =
      mayForGroup(actor, 'see-groups', groupId) && (await manager.existsBy(GroupEntity, { id: groupId }));
    if (!isVisible) throw new ProblemError('not-found');
    const vms = await vmsFor(manager, actor, { group: groupId }).select('vm.id', 'id').getRawMany<{
      id: string;
    }>();
    const end = stepOf(now, ACTIVITY_SECONDS).getTime() + ACTIVITY_SECONDS * 1000;
    const start = end - ACTIVITY_STEPS * ACTIVITY_SECONDS * 1000;
    const rows = await this.dataSource.query<{ vm: string; step: number; cpu: number }[]>(
      `SELECT vm_id AS vm, floor(extract(epoch FROM at - $2::timestamptz) / $3)::int AS step, avg(cpu) AS cpu
         FROM measurements WHERE vm_id = ANY($1) AND step_seconds = $4 AND at >= $2
        GROUP BY vm, step`,
      [vms.map(({ id }) => id), new Date(start), ACTIVITY_SECONDS, FINE_SECONDS],
    );
    const cpuOf = new Map<string, (number | null)[]>();
    for (const { vm, step, cpu } of rows) {
      const known = cpuOf.get(vm) ?? Array.from<null>({ length: ACTIVITY_STEPS }).fill(null);
      if (step < ACTIVITY_STEPS) known[step] = cpu;
      cpuOf.set(vm, known);
    }
    return [...cpuOf].map(([vmId, cpu]) => ({ vmId, stepSeconds: ACTIVITY_SECONDS, cpu }));
  }
}
