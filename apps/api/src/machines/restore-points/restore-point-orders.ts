import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { AuditedActor } from '../../access/audit-writing/audit-writer.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { type Placement, Placements } from '../placement/placements.js';
import { type AlsoDone, VmOrders } from '../vms/vm-orders.js';
import { VmRecord } from '../vms/vm-record.js';
import { wantedSizeOf } from '../vms/vm-size.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { inGiB, RestorePointRecord } from './restore-point-record.js';
import { RestorePointEntity } from './restore-point.entity.js';

interface NewPoint {
  id: string;
  name: string;
  kind: RestorePointEntity['kind'];
}

interface MakeOrder extends Omit<NewPoint, 'id'> {
  vmId: string;
  operationId?: string;
}

interface RevertOrder {
  vmId: string;
  /** One of its points, or the one of that name. */
  point: { id: string } | { name: string };
  /** The present is kept as a point of that name first. */
  keepAs?: string | undefined;
  operationId?: string;
}

const NOTHING: AlsoDone = async () => undefined;

/** Orders points, and ways back to them, together with what they reserve. The caller has checked who asks, or does in `also`. */
@Injectable()
export class RestorePointOrders {
  constructor(
    private readonly record: RestorePointRecord,
    private readonly vms: VmRecord,
    private readonly orders: VmOrders,
    private readonly placements: Placements,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Rejects with `too-many-restore-points`, `quota-exceeded` or `not-possible-now`. */
  async make(actor: AuditedActor, order: MakeOrder, also = NOTHING): Promise<void> {
    const { vmId, operationId, ...point } = order;
    const placement = await this.placements.of(await this.find(vmId));
    const id = randomUUID();
    const asked = { vmId, kind: 'make-restore-point', input: { pointId: id } } as const;
    await this.orders.place(actor, { ...asked, ...(operationId && { operationId }) }, async (tx, vm) => {
      await also(tx, vm);
      await this.vms.checkAction(tx, vm, 'make-restore-point');
      await this.reservePoint(tx, vm, { id, ...point }, placement);
    });
  }

  /** Rejects with `no-such-point`, `not-found`, or as `make` does. */
  async goBack(
    actor: AuditedActor,
    { vmId, point, keepAs, operationId }: RevertOrder,
    also = NOTHING,
  ): Promise<void> {
    const found = await this.find(vmId);
    const pointId = 'id' in point ? point.id : (await this.record.named(vmId, point.name)).id;
    const placement = await this.placements.of(found);
    const keep: NewPoint | undefined =
      keepAs === undefined ? undefined : { id: randomUUID(), name: keepAs, kind: 'own' };
    const { diskGiB, nextVcpus, nextMemoryMiB } = found;
    const was = { diskGiB, nextVcpus, nextMemoryMiB };
    const input = { pointId, start: found.state === 'running', was, ...(keep && { keepId: keep.id }) };
    const asked = { vmId, kind: 'revert', input } as const;
    await this.orders.place(actor, { ...asked, ...(operationId && { operationId }) }, async (tx, vm) => {
      await also(tx, vm);
      const wanted = await this.record.get(vmId, pointId, tx);
      await this.vms.checkAction(tx, vm, 'revert');
      if (!wanted.isMade) throw new ProblemError('not-found');
      if (keep) await this.reservePoint(tx, vm, keep, placement);
      await this.reserveSizeOf(tx, vm, wanted, placement);
    });
  }

  private async find(vmId: string): Promise<VmEntity> {
    const vm = await this.vms.find(vmId);
    if (!vm) throw new ProblemError('not-found');
    return vm;
  }

  private async reservePoint(
    tx: EntityManager,
    vm: VmEntity,
    point: NewPoint,
    placement: Placement,
  ): Promise<void> {
    const points = await tx.findBy(RestorePointEntity, { vmId: vm.id });
    const limit = this.environment.restorePoints;
    if (points.filter(({ kind }) => kind !== 'initial').length >= limit)
      throw new ProblemError('too-many-restore-points', { limit });
    const withMemory = vm.state === 'running';
    const sizeMiB = withMemory ? vm.memoryMiB : 0;
    await placement.reserve(tx, { ...vm, pointsGiB: inGiB([...points, { sizeMiB }]) });
    await this.record.add(tx, vm, { ...point, withMemory });
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
