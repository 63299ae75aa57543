import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { VmEntity } from '../vms/vm.entity.js';

/**
 * The last that a VM's serial line said, in pieces. The table is UNLOGGED: it costs no write-ahead log, and is empty after a crash of
 * the database.
 */
@Entity('serial_output')
export class SerialOutputEntity {
  @PrimaryColumn('uuid', { name: 'vm_id', primaryKeyConstraintName: 'PK_serial_output' })
  vmId!: string;

  @ManyToOne(() => VmEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'vm_id', foreignKeyConstraintName: 'FK_serial_output_vm' })
  vm!: Relation<VmEntity>;

  /** Where in all that the line ever said this piece ends, in bytes. */
  @PrimaryColumn('bigint', { name: 'ends_at', primaryKeyConstraintName: 'PK_serial_output' })
  endsAt!: string;

  @Column('bytea')
  bytes!: Buffer;
}
