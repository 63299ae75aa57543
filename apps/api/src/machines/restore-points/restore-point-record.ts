import { Injectable } from '@nestjs/common';
import { DataSource, Not, type EntityManager } from 'typeorm';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { VmRecord } from '../vms/vm-record.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { RestorePointEntity } from './restore-point.entity.js';

type NewPoint = Pick<RestorePointEntity, 'id' | 'name' | 'kind' | 'withMemory'>;

/** Writes to the records of restore points. What they take on disk is charged with their VM, as of the moment it was measured. */
@Injectable()
export class RestorePointRecord {
  constructor(
    private readonly dataSource: DataSource,
    private readonly vms: VmRecord,
  ) {}

  /** Those that are made, in the order in which they were. */
  listOf(vmId: string): Promise<RestorePointEntity[]> {
    return this.dataSource
      .getRepository(RestorePointEntity)
      .find({ where: { vmId, isMade: true }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  find(
    vmId: string,
    id: string,
    tx: EntityManager = this.dataSource.manager,
  ): Promise<RestorePointEntity | null> {
    return tx.findOneBy(RestorePointEntity, { vmId, id });
  }

  /** Of several of that name a class's own, then the newest. Rejects with `no-such-point`. */
  async named(vmId: string, name: string): Promise<RestorePointEntity> {
    const points = await this.dataSource
      .getRepository(RestorePointEntity)
      .find({ where: { vmId, name, isMade: true }, order: { createdAt: 'DESC' } });
    const point = points.find(({ kind }) => kind === 'class') ?? points[0];
    if (!point) throw new ProblemError('no-such-point', { name });
    return point;
  }

  /** Rejects with `not-found`. */
  async get(vmId: string, id: string, tx?: EntityManager): Promise<RestorePointEntity> {
    const point = await this.find(vmId, id, tx);
    if (!point) throw new ProblemError('not-found');
    return point;
  }

  /** Call with the VM's row locked. Until it is made it counts as what it may take at most. */
  async add(tx: EntityManager, vm: VmEntity, point: NewPoint, now = new Date()): Promise<void> {
    const ownMiB = point.withMemory ? vm.memoryMiB : 0;
    await tx.insert(RestorePointEntity, {
      ...{ ...point, vmId: vm.id, ownMiB, sizeMiB: ownMiB, createdAt: now },
      ...{ vcpus: vm.vcpus, memoryMiB: vm.memoryMiB, diskGiB: vm.diskGiB },
    });
    await this.charge(tx, vm.id);
  }

  /** The one that comes with the machine; one of an earlier machine of the VM is gone with that. */
  async addFirst(vm: VmEntity, point: NewPoint): Promise<void> {
    await this.withVm(vm.id, async (tx, current) => {
      await tx.delete(RestorePointEntity, { vmId: vm.id });
      await this.add(tx, current, point);
    });
  }

  /** It is there: the VM's image took so much before and after. Can be repeated; only the first time counts. */
  async finish(vmId: string, id: string, image: { before: number; after: number }): Promise<void> {
    await this.withVm(vmId, async (tx) => {
      const point = await tx.findOneBy(RestorePointEntity, { vmId, id, isMade: false });
      if (!point) return;
      await this.grow(tx, vmId, image.before);
      const ownMiB = Math.max(0, image.after - image.before);
      const made = { isMade: true, ownMiB, sizeMiB: ownMiB, imageMiB: image.after };
      await tx.update(RestorePointEntity, { id }, made);
      await this.stand(tx, vmId, id);
    });
  }

  /** The machine is what it was at this point, and so is the VM. */
  async goneBack(vmId: string, { id, vcpus, memoryMiB, diskGiB }: RestorePointEntity): Promise<void> {
    await this.withVm(vmId, async (tx, vm) => {
      const size = { vcpus, memoryMiB, diskGiB };
      await this.vms.change(tx, vm, { ...size, nextVcpus: null, nextMemoryMiB: null });
      await this.stand(tx, vmId, id);
    });
  }

  /** It is no longer there, or never was. */
  async forget(vmId: string, id: string): Promise<void> {
    await this.withVm(vmId, (tx) => tx.delete(RestorePointEntity, { vmId, id }));
  }

  private async withVm(
    vmId: string,
    change: (tx: EntityManager, vm: VmEntity) => Promise<unknown>,
  ): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const vm = await this.vms.lock(tx, vmId);
      if (!vm) return;
      await change(tx, vm);
      await this.charge(tx, vmId);
    });
  }

  /** The newest point holds what the image has grown by since: blocks that changed, or new ones. More than the image had it cannot hold. */
  private async grow(tx: EntityManager, vmId: string, takenMiB: number): Promise<void> {
    const newest = await tx.findOne(RestorePointEntity, {
      where: { vmId, isMade: true },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
    if (!newest) return;
    const grown = Math.min(newest.imageMiB, Math.max(0, takenMiB - newest.imageMiB));
    await tx.update(RestorePointEntity, { id: newest.id }, { sizeMiB: newest.ownMiB + grown });
  }

  private async stand(tx: EntityManager, vmId: string, id: string): Promise<void> {
    await tx.update(RestorePointEntity, { vmId, id: Not(id) }, { isCurrent: false });
    await tx.update(RestorePointEntity, { id }, { isCurrent: true });
  }

  private async charge(tx: EntityManager, vmId: string): Promise<void> {
    const vm = await this.vms.find(vmId, tx);
    const points = await tx.findBy(RestorePointEntity, { vmId });
    if (vm) await this.vms.change(tx, vm, { pointsGiB: inGiB(points) });
  }
}

/** What points count as disk together. */
export const inGiB = (points: readonly Pick<RestorePointEntity, 'sizeMiB'>[]): number =>
  Math.ceil(points.reduce((sum, { sizeMiB }) => sum + sizeMiB, 0) / 1024);
