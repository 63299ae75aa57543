import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { GroupEntity } from '../../access/identity/group.entity.js';

/** The ledger: what each VM counts. Written in the transaction that changes the VM, by `QuotaLedger` alone. */
@Entity('quota_charges')
export class QuotaChargeEntity {
  @PrimaryColumn('uuid', { name: 'vm_id', primaryKeyConstraintName: 'PK_quota_charges' })
  vmId!: string;

  @Index('IDX_quota_charges_owner')
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Index('IDX_quota_charges_group')
  @Column('uuid', { name: 'group_id', nullable: true })
  groupId!: string | null;

  @ManyToOne(() => GroupEntity, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'group_id', foreignKeyConstraintName: 'FK_quota_charges_group' })
  group!: Relation<GroupEntity> | null;

  @Index('IDX_quota_charges_host')
  @Column('text')
  host!: string;

  /** 1; 0 for one in the bin. */
  @Column('integer', { default: 1 })
  vms!: number;

  @Column('integer')
  vcpus!: number;

  @Column('integer', { name: 'memory_mib' })
  memoryMiB!: number;

  @Column('integer', { name: 'disk_gib' })
  diskGiB!: number;

  @Column('integer', { name: 'running_vcpus' })
  runningVcpus!: number;

  @Column('integer', { name: 'running_memory_mib' })
  runningMemoryMiB!: number;
}
