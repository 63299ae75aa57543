import type { JobKind, JobResult, JobState, JobStep, JobSubjectKind } from '@vm-manager/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { StoredProblem } from './stored-problem.js';

/** One piece of slow work on one subject. It outlives its subject, so that "deleted" can be told from "never was". */
@Entity('jobs')
@Index('IDX_jobs_subject_created', ['subjectKind', 'subjectId', 'createdAt'])
@Index('IDX_jobs_state', ['state'])
@Index('IDX_jobs_operation', ['operationId'])
export class JobEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_jobs' })
  id!: string;

  /** What kind of thing the work is done on. */
  @Column('text', { name: 'subject_kind' })
  subjectKind!: JobSubjectKind;

  @Column('text', { name: 'subject_id' })
  subjectId!: string;

  /** Whose the subject is; null when it is nobody's, such as a host. */
  @Column('uuid', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  /** The host that does the job and gives one of its slots; null when no host takes part. */
  @Column('text', { nullable: true })
  host!: string | null;

  /** Who asked; null when the portal itself did. */
  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId!: string | null;

  /** What it was asked for together with, such as a series: its jobs have ranks of their own. */
  @Column('uuid', { name: 'batch_id', nullable: true })
  batchId!: string | null;

  /** How many jobs of the same person, or of the same batch, were under way when it was created. Of the jobs that wait, the lowest goes first. */
  @Column('integer', { default: 0 })
  rank!: number;

  /** The operation that it is a part of, when the same was asked for several subjects. */
  @Column('uuid', { name: 'operation_id', nullable: true })
  operationId!: string | null;

  /** Of the request that asked for it, as the API's log and the answer's header have it; null when the portal itself did. */
  @Column('text', { name: 'request_id', nullable: true })
  requestId!: string | null;

  @Column('text')
  kind!: JobKind;

  /** Jobs of the same kind and the same estimate group take about as long: for VMs, their template. */
  @Column('text', { name: 'estimate_group' })
  estimateGroup!: string;

  @Column('text')
  state!: JobState;

  @Column('jsonb')
  steps!: JobStep[];

  @Column('real')
  progress!: number;

  @Column('integer', { name: 'estimated_seconds', nullable: true })
  estimatedSeconds!: number | null;

  /** What the steps need and anyone may read. */
  @Column('jsonb')
  input!: object;

  /** What the steps need and nobody may read; wiped when the job ends, or a day after when it may be tried again. */
  @Column('bytea', { name: 'sealed_secrets', nullable: true })
  sealedSecrets!: Buffer | null;

  /** Until when an ended job keeps them; null when it does not. */
  @Column('timestamptz', { name: 'secrets_expire_at', nullable: true })
  secretsExpireAt!: Date | null;

  @Column('jsonb', { nullable: true })
  result!: JobResult | null;

  @Column('jsonb', { nullable: true })
  problem!: StoredProblem | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('timestamptz', { name: 'cancel_requested_at', nullable: true })
  cancelRequestedAt!: Date | null;
}

export const ACTIVE_JOB_STATES: readonly JobState[] = ['queued', 'running'];
