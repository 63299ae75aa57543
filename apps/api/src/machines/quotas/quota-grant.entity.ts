import type { SetLimits } from '@vm-manager/contracts';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';

/** What an approved request gives its person, until it ends. */
@Entity('quota_grants')
@Check('CHK_quota_grants_kind', `"kind" IN ('at-least', 'on-top')`)
export class QuotaGrantEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_quota_grants' })
  id!: string;

  @Index('IDX_quota_grants_user')
  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_quota_grants_user' })
  user!: Relation<UserEntity>;

  /** The VM that grew by it; with the VM goes the grant. */
  @Index('IDX_quota_grants_vm')
  @Column('uuid', { name: 'vm_id', nullable: true })
  vmId!: string | null;

  @Index('IDX_quota_grants_request')
  @Column('uuid', { name: 'request_id', nullable: true })
  requestId!: string | null;

  /** `at-least`: a quota of this much. `on-top`: so much more than the quota says. */
  @Column('text')
  kind!: 'at-least' | 'on-top';

  @Column('jsonb')
  limits!: SetLimits;

  /** An `at-least` stops to count then by itself; an `on-top` counts until its VM has shrunk, and is ended. */
  @Column('timestamptz', { nullable: true })
  until!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
