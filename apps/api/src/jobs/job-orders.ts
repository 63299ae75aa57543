import { Injectable } from '@nestjs/common';
import type { JobKind } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource, In, IsNull, MoreThan, Not, type EntityManager } from 'typeorm';
import { Sealing, SealingError } from '../foundation/config/sealing.js';
import { EventLog } from '../messages/events/event-log.js';
import { Cancellations } from './cancellations.js';
import { estimateSeconds } from './estimate.js';
import { SECRETS_PURPOSE } from './job-execution.js';
import { JobPlans } from './job-plans.js';
import { JobQueue } from './job-queue.js';
import { ACTIVE_JOB_STATES, JobEntity } from './job.entity.js';

export interface JobOrder {
  vmId: string;
  ownerId: string;
  /** Null when the portal itself asks. */
  actorId: string | null;
  kind: JobKind;
  /** The template's id. */
  variant: string;
  /** What it is a part of. */
  operationId?: string;
  input?: Record<string, string>;
  secrets?: Record<string, string>;
}

/** Orders jobs and calls them off, inside the caller's transaction: the VM's record and its job change together. */
@Injectable()
export class JobOrders {
  constructor(
    private readonly dataSource: DataSource,
    private readonly plans: JobPlans,
    private readonly queue: JobQueue,
    private readonly sealing: Sealing,
    private readonly events: EventLog,
    private readonly cancellations: Cancellations,
  ) {}

  async place(tx: EntityManager, order: JobOrder): Promise<JobEntity> {
    const { steps } = this.plans.planFor(order.kind);
    const job: JobEntity = {
      id: randomUUID(),
      vmId: order.vmId,
      ownerId: order.ownerId,
      actorId: order.actorId,
      rank: await this.underWayFor(tx, order.actorId),
      operationId: order.operationId ?? null,
      kind: order.kind,
      variant: order.variant,
      state: 'queued',
      steps: steps.map(({ name }) => ({ name, state: 'pending' })),
      progress: 0,
      estimatedSeconds: await estimateSeconds(tx, order, steps),
      input: order.input ?? {},
      secretsExpireAt: null,
      sealedSecrets: order.secrets ? this.sealing.seal(SECRETS_PURPOSE, JSON.stringify(order.secrets)) : null,
      result: null,
      problem: null,
      createdAt: new Date(),
      startedAt: null,
      finishedAt: null,
      cancelRequestedAt: null,
    };
    await this.forgetSecrets(tx, order.vmId);
    await tx.insert(JobEntity, job);
    await this.queue.send(tx, this.plans.laneOf(job.kind), job);
    await this.events.record(tx, { kind: 'job', subjectId: job.id, ownerId: job.ownerId });
    return job;
  }

  /** Who has ordered many, such as for a class, keeps nobody waiting who orders one. */
  private async underWayFor(tx: EntityManager, actorId: string | null): Promise<number> {
    if (actorId === null) return 0;
    return tx.countBy(JobEntity, { actorId, state: In([...ACTIVE_JOB_STATES]) });
  }

  /** What the last try that failed was given, while it is kept. */
  async keptSecrets(tx: EntityManager, vmId: string): Promise<Record<string, string>> {
    const [job] = await tx.find(JobEntity, {
      where: { vmId, secretsExpireAt: MoreThan(new Date()) },
      order: { createdAt: 'DESC' },
      take: 1,
    });
    if (!job?.sealedSecrets) return {};
    try {
      const text = this.sealing.open(SECRETS_PURPOSE, job.sealedSecrets).toString('utf8');
      return JSON.parse(text) as Record<string, string>;
    } catch (error) {
      // The key is another one by now: they are asked for again.
      if (error instanceof SealingError) return {};
      throw error;
    }
  }

  /** Kept for another try: this is it, or there will be none. */
  private async forgetSecrets(tx: EntityManager, vmId: string): Promise<void> {
    await tx.update(
      JobEntity,
      { vmId, secretsExpireAt: Not(IsNull()) },
      { sealedSecrets: null, secretsExpireAt: null },
    );
  }

  /** Jobs under way that the queue has lost, such as with a restored backup, are due again. */
  async resendLost(): Promise<void> {
    const active = await this.dataSource
      .getRepository(JobEntity)
      .find({ where: { state: In([...ACTIVE_JOB_STATES]) }, order: { createdAt: 'ASC' } });
    for (const job of active) {
      const lane = this.plans.laneOf(job.kind);
      if (await this.queue.knows(lane, job.id)) continue;
      await this.dataSource.transaction((tx) => this.queue.sendAgain(tx, lane, job));
    }
  }

  /** Whether a job of this VM waits or runs. */
  isBusy(tx: EntityManager, vmId: string): Promise<boolean> {
    return tx.existsBy(JobEntity, { vmId, state: In([...ACTIVE_JOB_STATES]) });
  }

  /** Calls off all that waits or runs for this VM; what is ordered next comes after it has ended. */
  async callOffAll(tx: EntityManager, vmId: string): Promise<void> {
    const active = await tx.findBy(JobEntity, {
      vmId,
      state: In([...ACTIVE_JOB_STATES]),
      cancelRequestedAt: IsNull(),
    });
    for (const job of active) await this.callOff(tx, job);
  }

  async callOff(tx: EntityManager, job: JobEntity): Promise<void> {
    await tx.update(JobEntity, { id: job.id }, { cancelRequestedAt: new Date() });
    await this.cancellations.announce(tx, job.id);
  }
}
