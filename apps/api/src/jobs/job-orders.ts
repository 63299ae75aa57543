import { Injectable } from '@nestjs/common';
import {
  declarationOf,
  type JobInput,
  type JobKind,
  type JobSecrets,
  type JobSubject,
} from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { In, IsNull, MoreThan, Not, type EntityManager } from 'typeorm';
import { Sealing, SealingError } from '../foundation/config/sealing.js';
import { currentRequestId } from '../foundation/http/request-id.js';
import { EventLog } from '../messages/events/event-log.js';
import { CancelSignals } from './cancel-signals.js';
import { estimateSeconds } from './estimate.js';
import { SECRETS_PURPOSE } from './job-execution.js';
import { JobPlanRegistry } from './job-plan-registry.js';
import { JobQueue } from './job-queue.js';
import { belongingOf, columnsOf } from './job-subject.js';
import { ACTIVE_JOB_STATES, JobEntity } from './job.entity.js';

interface Asked {
  subject: JobSubject;
  /** Whose the subject is; null when it is nobody's. */
  ownerId: string | null;
  /** Where the subject is; null when it is on no host. */
  host: string | null;
  /** Null when the portal itself asks. */
  actorId: string | null;
  /** Earlier jobs of the kind with the same one say how long it will take. */
  estimateGroup: string;
  /** What it takes at least while there are none, in seconds. */
  firstEstimateSeconds?: number;
  /** What it was asked for together with others: it takes turns with everybody else's as they do, not as the person's own. */
  batchId?: string | undefined;
  /** The operation that it is a part of. */
  operationId?: string;
}

/** May be left out where nothing in it has to be given. */
type Part<Name extends string, Value> =
  Record<never, never> extends Value ? { [Key in Name]?: Value } : { [Key in Name]: Value };

/** What a job of the kind has to be given. */
export type Given<Kind extends JobKind> = Kind extends JobKind
  ? { kind: Kind } & Part<'input', JobInput<Kind>> & Part<'secrets', JobSecrets<Kind>>
  : never;

export type NewJob<Kind extends JobKind = JobKind> = Asked & Given<Kind>;

/** Creates jobs and cancels them, inside the caller's transaction: the subject's record and its job change together. */
@Injectable()
export class JobOrders {
  constructor(
    private readonly plans: JobPlanRegistry,
    private readonly queue: JobQueue,
    private readonly sealing: Sealing,
    private readonly events: EventLog,
    private readonly cancellations: CancelSignals,
  ) {}

  async create(tx: EntityManager, { subject, ...asked }: NewJob): Promise<JobEntity> {
    const declared = declarationOf(asked.kind);
    const { steps } = this.plans.planFor(asked.kind);
    const secrets = declared.secrets?.parse(asked.secrets);
    const job: JobEntity = {
      id: randomUUID(),
      ...columnsOf(subject),
      ownerId: asked.ownerId,
      host: asked.host,
      actorId: asked.actorId,
      batchId: asked.batchId ?? null,
      rank: await this.underWayFor(tx, asked),
      operationId: asked.operationId ?? null,
      requestId: currentRequestId() ?? null,
      kind: asked.kind,
      estimateGroup: asked.estimateGroup,
      state: 'queued',
      steps: steps.map(({ name }) => ({ name, state: 'pending' })),
      progress: 0,
      estimatedSeconds: await estimateSeconds(tx, asked, steps),
      input: declared.input?.parse(asked.input ?? {}) ?? {},
      secretsExpireAt: null,
      sealedSecrets: secrets ? this.sealing.seal(SECRETS_PURPOSE, JSON.stringify(secrets)) : null,
      result: null,
      problem: null,
      createdAt: new Date(),
      startedAt: null,
      finishedAt: null,
      cancelRequestedAt: null,
    };
    await this.forgetSecrets(tx, subject);
    await tx.insert(JobEntity, job);
    await this.queue.send(tx, job);
    await this.events.record(tx, { kind: 'job', subjectId: job.id, ...belongingOf(job) });
    return job;
  }

  /**
   * How many jobs this actor has under way, or how many are of this batch: the rank of a new one. Somebody who asks for many, such as
   * for a class, does not delay somebody who asks for one.
   */
  private async underWayFor(
    tx: EntityManager,
    { batchId, actorId }: Pick<Asked, 'batchId' | 'actorId'>,
  ): Promise<number> {
    const state = In([...ACTIVE_JOB_STATES]);
    if (batchId !== undefined) return tx.countBy(JobEntity, { batchId, state });
    return actorId === null ? 0 : tx.countBy(JobEntity, { actorId, batchId: IsNull(), state });
  }

  /** The secrets of the subject's last failed job, while they are kept and if a job of this kind can use them. */
  async keptSecrets<Kind extends JobKind>(
    tx: EntityManager,
    subject: JobSubject,
    kind: Kind,
  ): Promise<Partial<JobSecrets<Kind>>> {
    const [job] = await tx.find(JobEntity, {
      where: { ...columnsOf(subject), secretsExpireAt: MoreThan(new Date()) },
      order: { createdAt: 'DESC' },
      take: 1,
    });
    if (!job?.sealedSecrets) return {};
    try {
      const text = this.sealing.open(SECRETS_PURPOSE, job.sealedSecrets).toString('utf8');
      return (declarationOf(kind).secrets?.safeParse(JSON.parse(text)).data ?? {}) as JobSecrets<Kind>;
    } catch (error) {
      // SECRET_KEY has changed since: the person is asked for the passwords again.
      if (error instanceof SealingError) return {};
      throw error;
    }
  }

  /** A new job of the subject is either the other try for which they were kept, or makes it pointless. */
  private async forgetSecrets(tx: EntityManager, subject: JobSubject): Promise<void> {
    await tx.update(
      JobEntity,
      { ...columnsOf(subject), secretsExpireAt: Not(IsNull()) },
      { sealedSecrets: null, secretsExpireAt: null },
    );
  }

  /** Whether a job of this subject waits or runs. */
  isBusy(tx: EntityManager, subject: JobSubject): Promise<boolean> {
    return tx.existsBy(JobEntity, { ...columnsOf(subject), state: In([...ACTIVE_JOB_STATES]) });
  }

  /** Cancels all jobs of this subject that wait or run. One that is created now starts when they have ended. */
  async cancelAll(tx: EntityManager, subject: JobSubject): Promise<void> {
    const active = await tx.findBy(JobEntity, {
      ...columnsOf(subject),
      state: In([...ACTIVE_JOB_STATES]),
      cancelRequestedAt: IsNull(),
    });
    for (const job of active) await this.cancel(tx, job);
  }

  async cancel(tx: EntityManager, job: JobEntity): Promise<void> {
    await tx.update(JobEntity, { id: job.id }, { cancelRequestedAt: new Date() });
    await this.cancellations.announce(tx, job.id);
  }
}
