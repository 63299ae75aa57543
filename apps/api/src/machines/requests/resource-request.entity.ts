import type { RequestState, ResourceRequest, SetLimits } from '@vm-manager/contracts';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';
import type { Warning } from '../../messages/notices/notice-params.js';

/** Who did something, by the name they had then: accounts go, what they decided stays readable. */
export type Person = ResourceRequest['requester'];

/** What someone asked for, and what became of it. */
@Entity('resource_requests')
@Check(
  'CHK_resource_requests_state',
  `"state" IN ('pending', 'approved', 'rejected', 'cancelled', 'withdrawn', 'expired')`,
)
// One question at a time about one thing.
@Index('UQ_resource_requests_pending_vm', ['vmId'], {
  unique: true,
  where: `"state" = 'pending' AND "vm_id" IS NOT NULL`,
})
@Index('UQ_resource_requests_pending_quota', ['requesterId'], {
  unique: true,
  where: `"state" = 'pending' AND "vm_id" IS NULL`,
})
export class ResourceRequestEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'PK_resource_requests' })
  id!: string;

  @Index('IDX_resource_requests_requester')
  @Column({ name: 'requester_id', type: 'uuid' })
  requesterId!: string;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'requester_id', foreignKeyConstraintName: 'FK_resource_requests_requester' })
  requester!: Relation<UserEntity>;

  /** Without a foreign key: the VM goes, the request stays. */
  @Index('IDX_resource_requests_vm')
  @Column({ name: 'vm_id', type: 'uuid', nullable: true })
  vmId!: string | null;

  @Column({ name: 'vm_name', type: 'text', nullable: true })
  vmName!: string | null;

  @Column({ type: 'jsonb' })
  want!: SetLimits;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'timestamptz', nullable: true })
  until!: Date | null;

  /** While this is set and approved, that request's grant is the one that counts, with its end moved. */
  @Index('IDX_resource_requests_prolongs')
  @Column({ name: 'prolongs_id', type: 'uuid', nullable: true })
  prolongsId!: string | null;

  @Index('IDX_resource_requests_state')
  @Column({ type: 'text' })
  state!: RequestState;

  @Column({ name: 'granted', type: 'jsonb', nullable: true })
  grant!: SetLimits | null;

  @Column({ name: 'granted_until', type: 'timestamptz', nullable: true })
  grantedUntil!: Date | null;

  /** The VM's size without what was granted for it: what it goes back to. */
  @Column({ name: 'base_size', type: 'jsonb', nullable: true })
  baseSize!: SetLimits | null;

  @Column({ name: 'takes_effect', type: 'text', nullable: true })
  takesEffect!: 'now' | 'at-next-start' | null;

  /** When nothing was left to take back: a running VM keeps its size until it stops. */
  @Column({ name: 'given_back_at', type: 'timestamptz', nullable: true })
  givenBackAt!: Date | null;

  /** The last warning of the coming end that was given, or that there was no point in giving. */
  @Column({ type: 'text', nullable: true })
  warned!: Warning | null;

  @Column({ name: 'decided_by', type: 'jsonb', nullable: true })
  decidedBy!: Person | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  comment!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
