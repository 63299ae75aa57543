import { Inject, Injectable } from '@nestjs/common';
import type { CreateRestorePoint, RestorePoint, RevertVm, Vm } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { type Placement, Placements } from '../placement/placements.js';
import { VmOrders } from '../vms/vm-orders.js';
import { VmReader } from '../vms/vm-reader.js';
import { VmRecord } from '../vms/vm-record.js';
import { wantedSizeOf } from '../vms/vm-size.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { inGiB, RestorePointRecord } from './restore-point-record.js';
import { RestorePointEntity } from './restore-point.entity.js';
import { toRestorePoint } from './restore-point.mapper.js';

/** What a person does with the restore points of a VM. */
@Injectable()
export class RestorePointsService {
  constructor(
    private readonly reader: VmReader,
    private readonly record: RestorePointRecord,
    private readonly vms: VmRecord,
    private readonly orders: VmOrders,
    private readonly placements: Placements,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async list(actor: Actor, vmId: string): Promise<RestorePoint[]> {
    await this.reader.findFor(actor, 'see-vms', vmId);
    return (await this.record.listOf(vmId)).map(toRestorePoint);
  }

  /** Rejects with `too-many-restore-points`, `quota-exceeded` or `not-possible-now`. */
  async make(actor: Actor, vmId: string, { name }: CreateRestorePoint): Promise<Vm> {
    const placement = await this.placements.of(await this.reader.findFor(actor, 'operate-vms', vmId));
    const pointId = randomUUID();
    await this.orders.place(
      actor,
      { vmId, kind: 'make-restore-point', input: { pointId } },
      async (tx, vm) => {
        await this.vms.checkAction(tx, vm, 'make-restore-point');
        await this.reservePoint(tx, vm, { id: pointId, name }, placement);
      },
    );
    return this.reader.show(actor, vmId);
  }

  async goBack(actor: Actor, vmId: string, pointId: string, { keepAs }: RevertVm): Promise<Vm> {
    const found = await this.reader.findFor(actor, 'operate-vms', vmId);
    const placement = await this.placements.of(found);
    const keep = keepAs === undefined ? undefined : { id: randomUUID(), name: keepAs };
    const { diskGiB, nextVcpus, nextMemoryMiB } = found;
    const was = { diskGiB, nextVcpus, nextMemoryMiB };
    const input = { pointId, start: found.state === 'running', was, ...(keep && { keepId: keep.id }) };
    await this.orders.place(actor, { vmId, kind: 'revert', input }, async (tx, vm) => {
      const point = await this.record.get(vmId, pointId, tx);
      await this.vms.checkAction(tx, vm, 'revert');
      if (!point.isMade) throw new ProblemError('not-found');
      if (keep) await this.reservePoint(tx, vm, keep, placement);
      await this.reserveSizeOf(tx, vm, point, placement);
    });
    return this.reader.show(actor, vmId);
  }

  async remove(actor: Actor, vmId: string, pointId: string): Promise<Vm> {
    await this.reader.findFor(actor, 'operate-vms', vmId);
    await this.orders.place(actor, { vmId, kind: 'delete-restore-point', input: { pointId } }, async (tx) => {
      await this.record.get(vmId, pointId, tx);
    });
    return this.reader.show(actor, vmId);
  }

  private async reservePoint(
    tx: EntityManager,
    vm: VmEntity,
    { id, name }: { id: string; name: string },
    placement: Placement,
  ): Promise<void> {
    const points = await tx.findBy(RestorePointEntity, { vmId: vm.id });
    const limit = this.environment.restorePoints;
    if (points.filter(({ kind }) => kind !== 'initial').length >= limit)
      throw new ProblemError('too-many-restore-points', { limit });
    const withMemory = vm.state === 'running';
    const sizeMiB = withMemory ? vm.memoryMiB : 0;
    await placement.reserve(tx, { ...vm, pointsGiB: inGiB([...points, { sizeMiB }]) });
    await this.record.add(tx, vm, { id, name, kind: 'own', withMemory });
  }

  /** The point may be of a larger machine, and one with memory makes it run. */
  private async reserveSizeOf(
    tx: EntityManager,
    { id, state }: VmEntity,
    point: RestorePointEntity,
    placement: Placement,
  ): Promise<void> {
    const vm = await this.vms.find(id, tx);
    if (!vm) throw new ProblemError('not-found');
    const wanted = wantedSizeOf(vm);
    const size = {
      diskGiB: Math.max(vm.diskGiB, point.diskGiB),
      nextVcpus: Math.max(wanted.vcpus, point.vcpus),
      nextMemoryMiB: Math.max(wanted.memoryMiB, point.memoryMiB),
    };
    const runs = point.withMemory || state === 'running';
    await placement.reserve(tx, { ...vm, ...size, state: runs ? 'starting' : state });
    await this.vms.change(tx, vm, { ...size, state: 'restoring' });
  }
}
