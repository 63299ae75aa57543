import type { QuotaExcess } from '@vm-manager/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';
import type { StoredProblem } from '../../jobs/stored-problem.js';
import { VmEntity } from '../vms/vm.entity.js';
import { SeriesEntity } from './series.entity.js';

/** A student for whom a series has, or is going to have, a machine. */
@Entity('series_members')
export class SeriesMemberEntity {
  @PrimaryColumn('uuid', { name: 'series_id', primaryKeyConstraintName: 'PK_series_members' })
  seriesId!: string;

  @ManyToOne(() => SeriesEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'series_id', foreignKeyConstraintName: 'FK_series_members_series' })
  series!: Relation<SeriesEntity>;

  @Index('IDX_series_members_user')
  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'PK_series_members' })
  userId!: string;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_series_members_user' })
  user!: Relation<UserEntity>;

  /** `waiting` until its VM is ordered; `made` for good then, whatever becomes of the VM; `refused` when it cannot be ordered. */
  @Column('text')
  state!: 'waiting' | 'made' | 'refused';

  @Index('IDX_series_members_vm')
  @Column('uuid', { name: 'vm_id', nullable: true })
  vmId!: string | null;

  @ManyToOne(() => VmEntity, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'vm_id', foreignKeyConstraintName: 'FK_series_members_vm' })
  vm!: Relation<VmEntity> | null;

  /** Why it was refused, in no language yet. */
  @Column('jsonb', { nullable: true })
  problem!: (StoredProblem & { exceeded?: QuotaExcess[] | undefined }) | null;

  /** Who asked for this one; null when the portal did, for who joined later, and once the account is erased. */
  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId!: string | null;

  /** From where it was asked, for the audit log. */
  @Column('text', { nullable: true })
  address!: string | null;

  /** Random ones, until they are shown to the student. */
  @Column('bytea', { name: 'sealed_passwords', nullable: true })
  sealedPasswords!: Buffer | null;

  @Column('timestamptz', { name: 'shown_at', nullable: true })
  shownAt!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
