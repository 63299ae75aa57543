import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The boot of a host that we saw last; another one means that its VMs went down with it. */
@Entity('host_boots')
export class HostBootEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_host_boots' })
  host!: string;

  @Column('text', { name: 'boot_id' })
  bootId!: string;
}
