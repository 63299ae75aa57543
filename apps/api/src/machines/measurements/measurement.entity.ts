import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * The mean of one step of one VM. Its columns stand as they need the least room. No foreign key: who writes a thousand of them
 * would take a lock on each VM's row, and wait for whoever works on one.
 */
@Entity('measurements')
@Index('IDX_measurements_step_at', ['stepSeconds', 'at'])
export class MeasurementEntity {
  @PrimaryColumn('uuid', { name: 'vm_id', primaryKeyConstraintName: 'PK_measurements' })
  vmId!: string;

  @PrimaryColumn('smallint', { name: 'step_seconds', primaryKeyConstraintName: 'PK_measurements' })
  stepSeconds!: number;

  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'PK_measurements' })
  at!: Date;

  @Column('real')
  cpu!: number;

  @Column('real', { name: 'memory_mib' })
  memoryMiB!: number;

  @Column('real', { name: 'disk_read' })
  diskReadBytesPerSecond!: number;

  @Column('real', { name: 'disk_write' })
  diskWriteBytesPerSecond!: number;

  @Column('real', { name: 'network_in' })
  networkInBytesPerSecond!: number;

  @Column('real', { name: 'network_out' })
  networkOutBytesPerSecond!: number;
}
