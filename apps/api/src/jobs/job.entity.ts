import type { JobKind, JobResult, JobState, JobStep, ProblemCode } from '@vm-manager/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What went wrong, in no language yet. */
export interface StoredProblem {
  code: ProblemCode;
  params: Record<string, string | number>;
}

/** One piece of slow work on one VM. Outlives its VM, so that "deleted" can be told from "never was". */
@Entity('jobs')
@Index('jobs_vm_created_idx', ['vmId', 'createdAt'])
@Index('jobs_state_idx', ['state'])
@Index('jobs_operation_idx', ['operationId'])
export class JobEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'jobs_pkey' })
  id!: string;

  @Column('uuid', { name: 'vm_id' })
  vmId!: string;

  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  /** Who asked; null when the portal itself did. */
  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId!: string | null;

  /** How many its person had under way when it was ordered: of those that wait, the lower goes first. */
  @Column('integer', { default: 0 })
  rank!: number;

  /** What it is a part of, when the same was ordered for several. */
  @Column('uuid', { name: 'operation_id', nullable: true })
  operationId!: string | null;

  @Column('text')
  kind!: JobKind;

  /** The template, for estimates from earlier jobs. */
  @Column('text')
  variant!: string;

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
  input!: Record<string, string>;

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
