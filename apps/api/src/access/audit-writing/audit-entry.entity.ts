import type { AuditAction, AuditOutcome } from '@vm-manager/contracts';
import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/**
 * A line of the audit log. Names are copied and nothing refers to other tables, so that the line outlives what it names. The
 * database refuses to change or remove lines, except to the routines of `beAuditRoutine`.
 */
@Entity('audit_log')
@Index('IDX_audit_log_at', ['at', 'id'])
@Index('IDX_audit_log_actor', ['actorId', 'at'])
@Index('IDX_audit_log_owner', ['ownerId', 'at'])
@Index('IDX_audit_log_actor_name', ['actorName', 'at'])
@Index('IDX_audit_log_owner_name', ['ownerName', 'at'])
@Index('IDX_audit_log_action', ['action', 'at'])
@Index('IDX_audit_log_outcome', ['outcome', 'at'])
@Index('IDX_audit_log_object', ['objectId', 'at'])
// On an expression (the beginning of a name, ignoring case), which the decorator cannot express.
@Index('IDX_audit_log_object_name', { synchronize: false })
@Check('CHK_audit_log_outcome', `"outcome" IN ('done', 'refused', 'failed')`)
export class AuditEntryEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    primaryKeyConstraintName: 'PK_audit_log',
  })
  id!: string;

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
