import type { ClearingReason } from '@vm-manager/contracts';
import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Warning } from '../../messages/notices/notice-params.js';
import { VmEntity } from '../vms/vm.entity.js';

/** When a VM was used last, and what its owner was told of its way to the bin. Written by the clock at its first look. */
@Entity('clearings')
export class ClearingEntity {
  @PrimaryColumn('uuid', { name: 'vm_id', primaryKeyConstraintName: 'PK_clearings' })
  vmId!: string;

  @OneToOne(() => VmEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'vm_id', foreignKeyConstraintName: 'FK_clearings_vm' })
  vm!: Relation<VmEntity>;

  /** To the hour. */
  @Column('timestamptz', { name: 'used_at' })
  usedAt!: Date;

  /** Its owner said that it is needed until then. */
  @Column('timestamptz', { name: 'kept_until', nullable: true })
  keptUntil!: Date | null;

  @Column('timestamptz', { name: 'due_at', nullable: true })
  dueAt!: Date | null;

  @Column('text', { nullable: true })
  warned!: Warning | null;

  @Column('text', { nullable: true })
  reason!: ClearingReason | null;
}
