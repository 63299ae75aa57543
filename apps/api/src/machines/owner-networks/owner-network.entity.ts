import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** The private network of one owner on one host, while they have VMs there. No two hosts use the same addresses. */
@Entity('owner_networks')
@Unique('UQ_owner_networks_name', ['name'])
@Unique('UQ_owner_networks_octets', ['octets'])
export class OwnerNetworkEntity {
  @PrimaryColumn('uuid', { name: 'owner_id', primaryKeyConstraintName: 'PK_owner_networks' })
  ownerId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_owner_networks' })
  host!: string;

  @Column('text')
  name!: string;

  @Column('text')
  bridge!: string;

  /** The first three of its /24. */
  @Column('text')
  octets!: string;
}
