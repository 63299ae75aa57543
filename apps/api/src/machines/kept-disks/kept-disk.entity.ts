import { Entity, PrimaryColumn } from 'typeorm';

/**
 * A disk of a VM that another program had made, under the name that it was given then: the names of all others say whose they
 * are.
 */
@Entity('kept_disks')
export class KeptDiskEntity {
  @PrimaryColumn('uuid', { name: 'vm_id', primaryKeyConstraintName: 'PK_kept_disks' })
  vmId!: string;

  /** Its name in the storage pool. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_kept_disks' })
  volume!: string;
}
