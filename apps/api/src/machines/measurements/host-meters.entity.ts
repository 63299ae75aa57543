import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MeterReading } from '../../hosts/libvirt/meters.js';

/** What the meters of a host's VMs showed last: whichever process reads them next goes on from there. */
@Entity('host_meters')
export class HostMetersEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_host_meters' })
  host!: string;

  @Column('timestamptz', { name: 'read_at' })
  readAt!: Date;

  @Column('jsonb')
  readings!: MeterReading[];
}
