import type { OperationKind, ProblemCode, QuotaExcess } from '@vm-manager/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Why one VM was left out, in no language yet. */
export interface StoredRefusal {
  vmId: string;
  code: ProblemCode;
  params: Record<string, string | number>;
  exceeded?: QuotaExcess[] | undefined;
}

/** The same action on several VMs. Its jobs refer to it; `waiting` are the VMs whose jobs are not created yet. */
@Entity('operations')
@Index('IDX_operations_actor_created', ['actorId', 'createdAt'])
export class OperationEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_operations' })
  id!: string;

  @Column('text')
  kind!: OperationKind;

  /** Of the restore points that it makes or goes back to. */
  @Column('text', { name: 'point_name', nullable: true })
  pointName!: string | null;

  /** Null once the account is erased. */
  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId!: string | null;

  /** From where it was ordered: whoever goes on with it writes it into the audit log. */
  @Column('text', { nullable: true })
  address!: string | null;

  /** Whose VMs were meant, when no VM was named. */
  @Column('uuid', { name: 'group_id', nullable: true })
  groupId!: string | null;

  @Column('uuid', { array: true })
  waiting!: string[];

  @Column('jsonb')
  refused!: StoredRefusal[];

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
