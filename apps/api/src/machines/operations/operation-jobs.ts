import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog, type AuditedActor } from '../../access/audit/audit-log.js';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { Routines } from '../../foundation/database/routines.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { VmOrders } from '../vms/vm-orders.js';
import { OperationEntity, type StoredRefusal } from './operation.entity.js';

const LOOK_EVERY_MS = 2_000;

/**
 * Places the jobs of an operation, each in a transaction of its own that also strikes its VM off the waiting ones: a process
 * that dies half-way leaves the rest to another, and nothing is ordered twice.
 */
@Injectable()
export class OperationJobs implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly locks: AdvisoryLocks,
    private readonly routines: Routines,
    private readonly orders: VmOrders,
    private readonly audit: AuditLog,
  ) {}

  onApplicationBootstrap(): void {
    this.routines.start('Operations', { everyMs: LOOK_EVERY_MS }, (signal) => this.goOn(signal));
  }

  /** Resolves when nothing waits any more, or at once when another process is at it. */
  async place(operationId: string, actor: AuditedActor, signal: AbortSignal): Promise<void> {
    await this.locks.holdIfFree(`operation:${operationId}`, async (lost) => {
      const operation = await this.dataSource.manager.findOneBy(OperationEntity, { id: operationId });
      for (const vmId of operation?.waiting ?? []) {
        AbortSignal.any([signal, lost]).throwIfAborted();
        if (operation) await this.placeOne(operation, vmId, actor);
      }
    });
  }

  /** What waits is ordered no more. */
  async drop(tx: EntityManager, operationId: string): Promise<void> {
    const operation = await tx.findOne(OperationEntity, {
      where: { id: operationId },
      lock: { mode: 'pessimistic_write' },
    });
    for (const vmId of operation?.waiting ?? [])
      await strike(tx, operationId, vmId, { vmId, code: 'cancelled', params: {} });
  }

  /** What the process that took an operation in did not come to. */
  private async goOn(signal: AbortSignal): Promise<void> {
    const left = await this.dataSource
      .createQueryBuilder(OperationEntity, 'operation')
      .where('cardinality(operation.waiting) > 0')
      .getMany();
    for (const { id, actorId } of left) {
      const actor = await this.audit.actorOf(this.dataSource.manager, actorId);
      if (actor) await this.place(id, actor, signal);
      else await this.drop(this.dataSource.manager, id);
    }
  }

  private async placeOne({ id, kind }: OperationEntity, vmId: string, actor: AuditedActor): Promise<void> {
    try {
      await this.orders.place(actor, { vmId, kind, operationId: id }, async (tx) => {
        if (!(await strike(tx, id, vmId))) throw new ProblemError('cancelled');
      });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { code, params, exceeded } = error;
      await strike(this.dataSource.manager, id, vmId, { vmId, code, params, exceeded });
    }
  }
}

/** Takes the VM off the waiting ones, with why it is refused if it is; resolves with false when it did not wait. */
async function strike(
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
