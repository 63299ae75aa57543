import { Injectable } from '@nestjs/common';
import type { ClassPoint, CreateRestorePoint, RestorePoint, RevertVm, Vm } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { visibleOwners } from '../../access/identity/permissions.js';
import { VmOrders } from '../vms/vm-orders.js';
import { VmReader } from '../vms/vm-reader.js';
import { RestorePointOrders } from './restore-point-orders.js';
import { RestorePointRecord } from './restore-point-record.js';
import { RestorePointEntity } from './restore-point.entity.js';
import { toRestorePoint } from './restore-point.mapper.js';

const NAMES_AT_MOST = 50;

/** What a person does with the restore points of a VM. */
@Injectable()
export class RestorePointsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: VmReader,
    private readonly record: RestorePointRecord,
    private readonly points: RestorePointOrders,
    private readonly orders: VmOrders,
  ) {}

  async list(actor: Actor, vmId: string): Promise<RestorePoint[]> {
    await this.reader.findFor(actor, 'see-vms', vmId);
    return (await this.record.listOf(vmId)).map(toRestorePoint);
  }

  /** Of the VMs that this person may bring back to them, newest first. */
  async namesFor(actor: Actor): Promise<ClassPoint[]> {
    const { where, parameters } = visibleOwners(actor, 'vm.owner_id', 'operate-vms');
    const rows = await this.dataSource
      .createQueryBuilder(RestorePointEntity, 'point')
      .innerJoin('point.vm', 'vm')
      .select(['point.name AS name', 'count(DISTINCT point.vmId)::int AS vms'])
      .addSelect('max(point.createdAt)', 'createdAt')
      .where("point.kind = 'class' AND point.isMade AND vm.goneAt IS NULL")
      .andWhere(where, parameters)
      .groupBy('point.name')
      .orderBy('max(point.createdAt)', 'DESC')
      .limit(NAMES_AT_MOST)
      .getRawMany<{ name: string; vms: number; createdAt: Date }>();
    return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  }

  async make(actor: Actor, vmId: string, { name }: CreateRestorePoint): Promise<Vm> {
    await this.reader.findFor(actor, 'operate-vms', vmId);
    await this.points.make(actor, { vmId, name, kind: 'own' });
    return this.reader.show(actor, vmId);
  }

  async goBack(actor: Actor, vmId: string, pointId: string, { keepAs }: RevertVm): Promise<Vm> {
    await this.reader.findFor(actor, 'operate-vms', vmId);
    await this.points.goBack(actor, { vmId, point: { id: pointId }, keepAs });
    return this.reader.show(actor, vmId);
  }

  async remove(actor: Actor, vmId: string, pointId: string): Promise<Vm> {
    await this.reader.findFor(actor, 'operate-vms', vmId);
    await this.orders.place(actor, { vmId, kind: 'delete-restore-point', input: { pointId } }, async (tx) => {
      await this.record.get(vmId, pointId, tx);
    });
    return this.reader.show(actor, vmId);
  }
}
