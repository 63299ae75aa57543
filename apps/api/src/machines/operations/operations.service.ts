import { Injectable } from '@nestjs/common';
import {
  allowedActions,
  declarationOf,
  type CreateOperation,
  type Operation,
  type OperationKind,
} from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource, In } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { isInGroup } from '../../access/identity/ownership.js';
import { mayForGroup, visibleOwners } from '../../access/identity/permissions.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Jobs } from '../../jobs/jobs.js';
import { ACTIVE_JOB_STATES, JobEntity } from '../../jobs/job.entity.js';
import { VmEntity } from '../vms/vm.entity.js';
import { OperationJobs } from './operation-jobs.js';
import { OperationEntity, type StoredRefusal } from './operation.entity.js';
import { toOperation } from './operation.mapper.js';

const LISTED = 20;

/** The same action on several VMs in one call. The person may close the browser and see later what became of it. */
@Injectable()
export class OperationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly operationJobs: OperationJobs,
    private readonly jobs: Jobs,
  ) {}

  async create(actor: Actor, request: CreateOperation): Promise<Operation> {
    const { kind } = request;
    if ('vmIds' in request) return this.begin(actor, kind, await this.within(actor, request.vmIds), null);
    const { groupId } = request;
    if (!mayForGroup(actor, 'operate-vms', groupId)) throw new ProblemError('not-found');
    return this.begin(actor, kind, { found: await this.ableOf(actor, groupId, kind), refused: [] }, groupId);
  }

  /** One's own, newest first. */
  async list(actor: Actor): Promise<Operation[]> {
    const operations = await this.dataSource.getRepository(OperationEntity).find({
      where: { actorId: actor.id },
      order: { createdAt: 'DESC' },
      take: LISTED,
    });
    return this.present(actor, operations);
  }

  async show(actor: Actor, id: string): Promise<Operation> {
    const [operation] = await this.present(actor, [await this.findFor(actor, id)]);
    if (!operation) throw new ProblemError('not-found');
    return operation;
  }

  /** VMs that still wait are left out, and jobs under way are cancelled, but for deletions: those run to their end. */
  async cancel(actor: Actor, id: string): Promise<Operation> {
    const operation = await this.findFor(actor, id);
    await this.dataSource.transaction(async (tx) => {
      const jobs = await tx.findBy(JobEntity, { operationId: id, state: In([...ACTIVE_JOB_STATES]) });
      const ending = jobs.filter(({ kind: jobKind }) => !declarationOf(jobKind).runsToItsEnd);
      if (ending.length === 0 && operation.waiting.length === 0)
        throw new ProblemError('not-possible-now', {
          action: jobs.length > 0 ? 'cancel-deletion' : 'cancel',
        });
      await this.operationJobs.dropWaiting(tx, id);
      for (const job of ending) await this.jobs.cancel(tx, job);
    });
    return this.show(actor, id);
  }

  /** Anew for every VM for which it did not succeed. */
  async repeat(actor: Actor, id: string): Promise<Operation> {
    const { kind, groupId, refused } = await this.findFor(actor, id);
    const jobs = await this.dataSource.getRepository(JobEntity).findBy({ operationId: id });
    if (jobs.some(({ state }) => ACTIVE_JOB_STATES.includes(state)))
      throw new ProblemError('not-possible-now', { action: 'repeat' });
    const left = jobs.filter(({ state }) => state !== 'succeeded').map(({ subjectId }) => subjectId);
    const targets = await this.within(actor, [...left, ...refused.map(({ vmId }) => vmId)]);
    if (targets.found.length === 0) throw new ProblemError('not-possible-now', { action: 'repeat' });
    return this.begin(actor, kind, targets, groupId);
  }

  private async begin(
    actor: Actor,
    kind: OperationKind,
    { found, refused }: { found: VmEntity[]; refused: StoredRefusal[] },
    groupId: string | null,
  ): Promise<Operation> {
    const id = randomUUID();
    const waiting = byTurns(found).map((vm) => vm.id);
    const createdAt = new Date();
    await this.dataSource.manager.insert(OperationEntity, {
      ...{ id, kind, actorId: actor.id, groupId, waiting, refused, createdAt },
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
      .where('vm.id = ANY(:wanted)', { wanted })
      .andWhere(where, parameters)
      .orderBy('vm.createdAt')
      .getMany();
    const known = new Set(found.map(({ id }) => id));
    const refused = wanted
      .filter((vmId) => !known.has(vmId))
      .map((vmId): StoredRefusal => ({ vmId, code: 'not-found', params: {} }));
    return { found, refused };
  }

  private async ableOf(actor: Actor, groupId: string, kind: OperationKind): Promise<VmEntity[]> {
    // Teachers listed among a group's students are not its students: their VMs are left out.
    const { where, parameters } = visibleOwners(actor, 'vm.owner_id', 'operate-vms');
    const vms = await this.dataSource
      .createQueryBuilder(VmEntity, 'vm')
      .leftJoinAndSelect('vm.job', 'job')
      .where(isInGroup('vm.owner_id', { asStudent: true }), { group: groupId })
      .andWhere(where, parameters)
      .orderBy('vm.createdAt')
      .getMany();
    return vms.filter(({ state, problem, job }) => {
      const busy = job !== null && ACTIVE_JOB_STATES.includes(job.state);
      const actions = allowedActions({ state, busy, problem: problem?.code ?? null });
      return actions.includes(kind) && !(kind === 'delete' && state === 'deleting');
    });
  }

  private async findFor(actor: Actor, id: string): Promise<OperationEntity> {
    const operation = await this.dataSource.getRepository(OperationEntity).findOneBy({ id });
    if (!operation) throw new ProblemError('not-found');
    const { actorId: ownerId, kind: name } = operation;
    if (ownerId !== actor.id) throw new ProblemError('not-found', {}, { withheld: { id, name, ownerId } });
    return operation;
  }

  private async present(actor: Actor, operations: readonly OperationEntity[]): Promise<Operation[]> {
    const jobs = await this.dataSource.getRepository(JobEntity).find({
      where: { operationId: In(operations.map(({ id }) => id)) },
      order: { createdAt: 'ASC' },
    });
    const vmIds = operations.flatMap(({ waiting, refused }) => [
      ...waiting,
      ...refused.map(({ vmId }) => vmId),
    ]);
    const { found } = await this.within(actor, [...vmIds, ...jobs.map(({ subjectId }) => subjectId)]);
    const names = new Map(found.map(({ id, name }) => [id, name]));
    return operations.map((operation) =>
      toOperation(
        operation,
        jobs.filter(({ operationId }) => operationId === operation.id),
        names,
        actor.language,
      ),
    );
  }
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
