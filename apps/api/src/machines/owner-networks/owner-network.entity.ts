import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** The private network of one owner, while they have VMs. */
@Entity('owner_networks')
@Unique('UQ_owner_networks_name', ['name'])
@Unique('UQ_owner_networks_octets', ['octets'])
export class OwnerNetworkEntity {
  @PrimaryColumn('uuid', { name: 'owner_id', primaryKeyConstraintName: 'PK_owner_networks' })
  ownerId!: string;

  @Column('text')
  name!: string;

  @Column('text')
  bridge!: string;

  /** The first three of its /24. */
  @Column('text')
  octets!: string;
}
