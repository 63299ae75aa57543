import type { RestorePointKind } from '@vm-manager/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { VmEntity } from '../vms/vm.entity.js';

/** A state of a VM one can go back to. The state itself is on the VM's host, under the same id. */
@Entity('restore_points')
export class RestorePointEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_restore_points' })
  id!: string;

  @Index('IDX_restore_points_vm')
  @Column('uuid', { name: 'vm_id' })
  vmId!: string;

  @ManyToOne(() => VmEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'vm_id', foreignKeyConstraintName: 'FK_restore_points_vm' })
  vm!: Relation<VmEntity>;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: RestorePointKind;

  /** Until then its disk is only reserved. */
  @Column('boolean', { name: 'is_made', default: false })
  isMade!: boolean;

  /** Whether it is the last one that the VM was at. */
  @Column('boolean', { name: 'is_current', default: false })
  isCurrent!: boolean;

  @Column('boolean', { name: 'with_memory' })
  withMemory!: boolean;

  /** What making it took on disk: the memory. The most that it can be, before it is made. */
  @Column('integer', { name: 'own_mib' })
  ownMiB!: number;

  /** What the VM's whole image took when it was made: so much it can hold of blocks that change later. */
  @Column('integer', { name: 'image_mib', default: 0 })
  imageMiB!: number;

  /** What it takes on disk, as last measured: its memory, and the blocks that have changed since. */
  @Column('integer', { name: 'size_mib' })
  sizeMiB!: number;

  @Column('integer')
  vcpus!: number;

  @Column('integer', { name: 'memory_mib' })
  memoryMiB!: number;

  @Column('integer', { name: 'disk_gib' })
  diskGiB!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
