import type { AuditAction, AuditOutcome } from '@vm-manager/contracts';
import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A line of the audit log. Names are copied and nothing refers to other tables: the line outlives what it names. */
@Entity('audit_log')
@Index('IDX_audit_log_actor', ['actorId', 'id'])
@Index('IDX_audit_log_owner', ['ownerId', 'id'])
@Check('CHK_audit_log_outcome', `"outcome" IN ('done', 'refused', 'failed')`)
export class AuditEntryEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    primaryKeyConstraintName: 'PK_audit_log',
  })
  id!: string;

  @Index('IDX_audit_log_at')
  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ name: 'actor_id', type: 'uuid', nullable: true })
  actorId!: string | null;

  @Column({ name: 'actor_name', type: 'text', nullable: true })
  actorName!: string | null;

  @Column({ name: 'owner_id', type: 'uuid', nullable: true })
  ownerId!: string | null;

  @Column({ name: 'owner_name', type: 'text', nullable: true })
  ownerName!: string | null;

  @Column({ type: 'text' })
  action!: AuditAction;

  @Column({ name: 'object_id', type: 'text', nullable: true })
  objectId!: string | null;

  @Column({ name: 'object_name', type: 'text', nullable: true })
  objectName!: string | null;

  @Column({ type: 'text', nullable: true })
  address!: string | null;

  @Column({ type: 'text' })
  outcome!: AuditOutcome;

  @Column({ type: 'jsonb' })
  details!: object;
}
