import { Injectable } from '@nestjs/common';
import {
  declarationOf,
  type CreateOperation,
  type Operation,
  type OperationKind,
  type OperationSummary,
} from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource, In, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { isInGroup } from '../../access/identity/ownership.js';
import { mayForGroup, visibleOwners, type Permission } from '../../access/identity/permissions.js';
import { lockUntilEnd } from '../../foundation/database/transaction-lock.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { JobOrders } from '../../jobs/job-orders.js';
import { ACTIVE_JOB_STATES, JobEntity } from '../../jobs/job.entity.js';
import { actionsNow } from '../vms/actions-now.js';
import { VmEntity } from '../vms/vm.entity.js';
import { OperationJobs } from './operation-jobs.js';
import { OperationEntity, type StoredRefusal } from './operation.entity.js';
import { toOperation, toSummary, type Listed, type Share, type WithoutJob } from './operation.mapper.js';

/** All that one may have under way at once are on the list. */
const LISTED = 20;
const UNDER_WAY_AT_MOST = LISTED;
/** VMs that went while somebody looked at the list; more are no mistake. */
const UNKNOWN_AT_MOST = 50;

type What = Pick<OperationEntity, 'kind' | 'pointName'>;

/** The same action on several VMs in one call. The person may close the browser and see later what became of it. */
@Injectable()
export class OperationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly operationJobs: OperationJobs,
    private readonly jobs: JobOrders,
    private readonly audit: AuditWriter,
  ) {}

  async create(actor: Actor, request: CreateOperation): Promise<Operation> {
    const { kind } = request;
    const what = { kind, pointName: 'name' in request ? request.name : null };
    if ('vmIds' in request) {
      const targets = await this.within(actor, request.vmIds);
      // What is kept of an operation is not to grow by what was invented.
      if (targets.found.length === 0 || targets.refused.length > UNKNOWN_AT_MOST)
        throw new ProblemError('not-found');
      return this.begin(actor, what, targets, null);
    }
    const { groupId } = request;
    if (!mayForGroup(actor, 'operate-vms', groupId)) throw new ProblemError('not-found');
    const found = await this.ableOf(actor, kind, {
      // Teachers listed among a group's students are not its students: their VMs are left out.
      where: isInGroup('vm.owner_id', { asStudent: true }),
      parameters: { group: groupId },
    });
    return this.begin(actor, what, { found, refused: [] }, groupId);
  }

  /** For these VMs, of which each refusal is told. */
  async beginFor(actor: Actor, what: What, vmIds: readonly string[]): Promise<void> {
    await this.begin(actor, what, await this.within(actor, vmIds), null);
  }

  /** For those of these VMs that can take it now. `also` is done in the transaction that records it. */
  async beginForAble(
    actor: Actor,
    what: What,
    vmIds: readonly string[],
    also?: (tx: EntityManager) => Promise<void>,
  ): Promise<void> {
    const named = { where: 'vm.id = ANY(:vmIds)', parameters: { vmIds } };
    const found = await this.ableOf(actor, what.kind, named);
    await this.begin(actor, what, { found, refused: [] }, null, also);
  }

  /** One's own, newest first. */
  async list(actor: Actor): Promise<OperationSummary[]> {
    const { manager } = this.dataSource;
    const operations = await manager
      .createQueryBuilder(OperationEntity, 'operation')
      .select(['operation.id AS id', 'operation.kind AS kind'])
      .addSelect('operation.pointName', 'pointName')
      .addSelect('operation.groupId', 'groupId')
      .addSelect('operation.createdAt', 'createdAt')
      .addSelect('cardinality(operation.waiting)', 'waiting')
      .addSelect(`jsonb_array_length(operation.refused) - ${CANCELLED}`, 'refused')
      .addSelect(CANCELLED, 'cancelled')
      .where('operation.actorId = :actorId', { actorId: actor.id })
      .orderBy('operation.createdAt', 'DESC')
      .limit(LISTED)
      .getRawMany<Listed & WithoutJob>();
    const ids = operations.map(({ id }) => id);
    const shares = await this.jobsOf(manager, actor, 'see-vms', ids)
      .select(['job.state AS state', 'count(*)::int AS count', 'sum(job.progress) AS progress'])
      .addSelect('job.operationId', 'operationId')
      .addSelect('max(job.finishedAt)', 'lastEnd')
      .groupBy('job.operationId')
      .addGroupBy('job.state')
      .getRawMany<Share & { operationId: string }>();
    return operations.map((operation) => {
      const own = shares.filter(({ operationId }) => operationId === operation.id);
      return toSummary(operation, own, operation);
    });
  }

  async show(actor: Actor, id: string): Promise<Operation> {
    const operation = await this.findFor(actor, id);
    const jobs = await this.jobsOf(this.dataSource.manager, actor, 'see-vms', [id])
      .orderBy('job.createdAt')
      .getMany();
    const { found } = await this.within(actor, [
      ...operation.waiting,
      ...operation.refused.map(({ vmId }) => vmId),
      ...jobs.map(({ subjectId }) => subjectId),
    ]);
    const names = new Map(found.map(({ id: vmId, name }) => [vmId, name]));
    return toOperation(operation, jobs, names, actor.language);
  }

  /** VMs that still wait are left out, and jobs under way are cancelled, but for deletions: those run to their end. */
  async cancel(actor: Actor, id: string): Promise<Operation> {
    await this.findFor(actor, id);
    await this.dataSource.transaction(async (tx) => {
      // A job that is being created at this moment is seen below, or is not created.
      const operation = await tx.findOne(OperationEntity, {
        where: { id },
        lock: { mode: 'pessimistic_write' },
      });
      const jobs = await this.jobsOf(tx, actor, 'operate-vms', [id])
        .andWhere('job.state IN (:...active)', { active: ACTIVE_JOB_STATES })
        .getMany();
      const ending = jobs.filter(({ kind: jobKind }) => !declarationOf(jobKind).runsToItsEnd);
      if (ending.length === 0 && !operation?.waiting.length)
        throw new ProblemError('not-possible-now', {
          action: jobs.length > 0 ? 'cancel-deletion' : 'cancel',
        });
      await this.operationJobs.dropWaiting(tx, id);
      const names = await this.namesOf(tx, ending);
      for (const job of ending) {
        await this.jobs.cancel(tx, job);
        await this.audit.record(tx, actor, {
          action: `${job.subjectKind}.cancel-job`,
          object: { id: job.subjectId, name: names.get(job.subjectId) ?? job.subjectId },
          ownerId: job.ownerId,
          details: { jobId: job.id, kind: job.kind },
        });
      }
    });
    return this.show(actor, id);
  }

  /** Anew for every VM for which it did not succeed. */
  async repeat(actor: Actor, id: string): Promise<Operation> {
    const { kind, pointName, groupId, refused } = await this.findFor(actor, id);
    const jobs = await this.dataSource.getRepository(JobEntity).findBy({ operationId: id });
    if (jobs.some(({ state }) => ACTIVE_JOB_STATES.includes(state)))
      throw new ProblemError('not-possible-now', { action: 'repeat' });
    const left = jobs.filter(({ state }) => state !== 'succeeded').map(({ subjectId }) => subjectId);
    const targets = await this.within(actor, [...left, ...refused.map(({ vmId }) => vmId)]);
    if (targets.found.length === 0) throw new ProblemError('not-possible-now', { action: 'repeat' });
    return this.begin(actor, { kind, pointName }, targets, groupId);
  }

  private async begin(
    actor: Actor,
    what: What,
    { found, refused }: { found: VmEntity[]; refused: StoredRefusal[] },
    groupId: string | null,
    also: (tx: EntityManager) => Promise<void> = async () => undefined,
  ): Promise<Operation> {
    const id = randomUUID();
    const waiting = byTurns(found).map((vm) => vm.id);
    const { id: actorId, address } = actor;
    await this.dataSource.transaction(async (tx) => {
      await lockUntilEnd(tx, `operations-of:${actorId}`);
      if ((await underWayOf(tx, actorId)) >= UNDER_WAY_AT_MOST)
        throw new ProblemError('too-many-operations', { limit: UNDER_WAY_AT_MOST });
      await tx.insert(OperationEntity, {
        ...{ id, ...what, actorId, address, groupId, waiting, refused, createdAt: new Date() },
      });
      await also(tx);
    });
    await this.operationJobs.createAll(id, actor, new AbortController().signal);
    return this.show(actor, id);
  }

  /** Those of the named VMs that this person may operate; the others are as if they were not there. */
  private async within(
    actor: Actor,
    vmIds: readonly string[],
  ): Promise<{ found: VmEntity[]; refused: StoredRefusal[] }> {
    const { where, parameters } = visibleOwners(actor, 'vm.owner_id', 'operate-vms');
    const wanted = [...new Set(vmIds)];
    const found = await this.dataSource
      .createQueryBuilder(VmEntity, 'vm')
      .where('vm.id = ANY(:wanted) AND vm.goneAt IS NULL', { wanted })
      .andWhere(where, parameters)
      .orderBy('vm.createdAt')
      .getMany();
    const known = new Set(found.map(({ id }) => id));
    const refused = wanted
      .filter((vmId) => !known.has(vmId))
      .map((vmId): StoredRefusal => ({ vmId, code: 'not-found', params: {} }));
    return { found, refused };
  }

  private async ableOf(
    actor: Actor,
    kind: OperationKind,
    those: { where: string; parameters: Record<string, unknown> },
  ): Promise<VmEntity[]> {
    const { where, parameters } = visibleOwners(actor, 'vm.owner_id', 'operate-vms');
    const vms = await this.dataSource
      .createQueryBuilder(VmEntity, 'vm')
      .leftJoinAndSelect('vm.job', 'job')
      .where(those.where, those.parameters)
      .andWhere('vm.goneAt IS NULL')
      .andWhere(where, parameters)
      .orderBy('vm.createdAt')
      .getMany();
    return vms.filter((vm) => {
      const busy = vm.job !== null && ACTIVE_JOB_STATES.includes(vm.job.state);
      return actionsNow(vm, busy).includes(kind) && !(kind === 'delete' && vm.state === 'deleting');
    });
  }

  private async findFor(actor: Actor, id: string): Promise<OperationEntity> {
    const operation = await this.dataSource.getRepository(OperationEntity).findOneBy({ id });
    if (!operation) throw new ProblemError('not-found');
    const { actorId: ownerId, kind: name } = operation;
    if (ownerId !== actor.id) throw new ProblemError('not-found', {}, { withheld: { id, name, ownerId } });
    return operation;
  }

  /** Those of VMs that are still within this person's reach. */
  private jobsOf(
    tx: EntityManager,
    actor: Actor,
    permission: Permission,
    operationIds: readonly string[],
  ): SelectQueryBuilder<JobEntity> {
    const { where, parameters } = visibleOwners(actor, 'job.owner_id', permission);
    return tx
      .createQueryBuilder(JobEntity, 'job')
      .where('job.operation_id = ANY(:operationIds)', { operationIds })
      .andWhere(where, parameters);
  }

  private async namesOf(tx: EntityManager, jobs: readonly JobEntity[]): Promise<Map<string, string>> {
    const vms = await tx.find(VmEntity, {
      where: { id: In(jobs.map(({ subjectId }) => subjectId)) },
      select: { id: true, name: true },
      loadEagerRelations: false,
    });
    return new Map(vms.map(({ id, name }) => [id, name]));
  }
}

/** SQL: of the VMs that got no job, how many were cancelled before. */
const CANCELLED = `jsonb_array_length(jsonb_path_query_array(operation.refused, '$[*] ? (@.code == "cancelled")'))`;

/** How many of this person's have VMs that wait for their jobs, or jobs that go on. */
function underWayOf(tx: EntityManager, actorId: string): Promise<number> {
  const operations = tx.createQueryBuilder(OperationEntity, 'operation');
  const goingOn = operations
    .subQuery()
    .select('1')
    .from(JobEntity, 'job')
    .where('job.operation_id = operation.id AND job.state IN (:...active)');
  return operations
    .where('operation.actorId = :actorId', { actorId })
    .andWhere(`(cardinality(operation.waiting) > 0 OR EXISTS ${goingOn.getQuery()})`, {
      active: ACTIVE_JOB_STATES,
    })
    .getCount();
}

/** First one VM of each owner, then the second of each: nobody waits for all machines of somebody else. */
function byTurns(vms: readonly VmEntity[]): VmEntity[] {
  const seen = new Map<string, number>();
  return vms
    .map((vm) => {
      const turn = seen.get(vm.ownerId) ?? 0;
      seen.set(vm.ownerId, turn + 1);
      return { vm, turn };
    })
    .sort((one, other) => one.turn - other.turn)
    .map(({ vm }) => vm);
}
