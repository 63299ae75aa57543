import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter, type AuditedActor } from '../../access/audit-writing/audit-writer.js';
import { accountNow } from '../../access/identity/account-now.js';
import { mayTo } from '../../access/identity/permissions.js';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { Routines } from '../../foundation/database/routines.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { RestorePointOrders } from '../restore-points/restore-point-orders.js';
import { type AlsoDone, VmOrders } from '../vms/vm-orders.js';
import { OperationEntity, type StoredRefusal } from './operation.entity.js';

const LOOK_EVERY_MS = 2_000;

/**
 * Creates the jobs of an operation. Each is created in a transaction of its own, which also removes its VM from the waiting
 * ones: if the process dies half-way, another process does the rest, and no job is created twice.
 */
@Injectable()
export class OperationJobs implements OnApplicationBootstrap {
  private readonly logger = new Logger(OperationJobs.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly locks: AdvisoryLocks,
    private readonly routines: Routines,
    private readonly orders: VmOrders,
    private readonly points: RestorePointOrders,
    private readonly audit: AuditWriter,
  ) {}

  onApplicationBootstrap(): void {
    this.routines.start('Operations', { everyMs: LOOK_EVERY_MS }, (signal) => this.goOn(signal));
  }

  /** Resolves when nothing waits any more, or at once when another process is at it. */
  async createAll(operationId: string, actor: AuditedActor, signal: AbortSignal): Promise<void> {
    await this.locks.holdIfFree(`operation:${operationId}`, async (lost) => {
      const operation = await this.dataSource.manager.findOneBy(OperationEntity, { id: operationId });
      for (const vmId of operation?.waiting ?? []) {
        AbortSignal.any([signal, lost]).throwIfAborted();
        if (operation) await this.createOne(operation, vmId, actor);
      }
    });
  }

  /** Its VMs that still wait get no job any more. */
  async dropWaiting(tx: EntityManager, operationId: string): Promise<void> {
    const operation = await tx.findOne(OperationEntity, {
      where: { id: operationId },
      lock: { mode: 'pessimistic_write' },
    });
    if (!operation) return;
    const { id, waiting, refused } = operation;
    const dropped = waiting.map((vmId): StoredRefusal => ({ vmId, code: 'cancelled', params: {} }));
    await tx.update(OperationEntity, { id }, { waiting: [], refused: [...refused, ...dropped] });
  }

  /** Operations whose process died before all their jobs were created. */
  private async goOn(signal: AbortSignal): Promise<void> {
    const left = await this.dataSource
      .createQueryBuilder(OperationEntity, 'operation')
      .where('cardinality(operation.waiting) > 0')
      .getMany();
    for (const { id, actorId, address } of left) {
      signal.throwIfAborted();
      try {
        const actor = await this.audit.actorOf(this.dataSource.manager, actorId, address);
        if (actor) await this.createAll(id, actor, signal);
        else await this.dataSource.transaction((tx) => this.dropWaiting(tx, id));
      } catch (error) {
        // The next one is not to wait for it.
        this.logger.error(error, `Operation ${id} does not go on`);
      }
    }
  }

  private async createOne(operation: OperationEntity, vmId: string, actor: AuditedActor): Promise<void> {
    const { id } = operation;
    try {
      await this.place(operation, vmId, actor, async (tx, vm) => {
        if (!(await removeWaiting(tx, id, vmId))) throw new ProblemError('cancelled');
        // Many orders take a while: the account may have been closed meanwhile, or have lost the class.
        const account = actor.id === null ? null : await accountNow(tx, actor.id);
        if (!account || !(await mayTo(tx, account, 'operate-vms', vm.ownerId)))
          throw new ProblemError('not-found');
      });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { code, params, exceeded } = error;
      await removeWaiting(this.dataSource.manager, id, vmId, { vmId, code, params, exceeded });
    }
  }

  private async place(
    { id: operationId, kind, pointName }: OperationEntity,
    vmId: string,
    actor: AuditedActor,
    also: AlsoDone,
  ): Promise<void> {
    const name = pointName ?? '';
    switch (kind) {
      case 'make-restore-point':
        return this.points.make(actor, { vmId, name, kind: 'class', operationId }, also);
      case 'revert':
        return this.points.goBack(actor, { vmId, point: { name }, operationId }, also);
      default:
        return this.orders.place(actor, { vmId, kind, operationId }, also);
    }
  }
}

/** Removes the VM from the waiting ones, and notes why it was refused, if it was. Resolves with false when it did not wait. */
async function removeWaiting(
  tx: EntityManager,
  operationId: string,
  vmId: string,
  refusal?: StoredRefusal,
): Promise<boolean> {
  const refused = JSON.stringify(refusal ? [refusal] : []);
  const { affected } = await tx
    .createQueryBuilder()
    .update(OperationEntity)
    .set({ waiting: () => 'array_remove(waiting, :vmId)', refused: () => 'refused || :refused::jsonb' })
    .where('id = :operationId AND :vmId = ANY(waiting)', { operationId, vmId, refused })
    .execute();
  return affected === 1;
}
