import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** The private network of one owner, while they have VMs. */
@Entity('owner_networks')
@Unique('owner_networks_name_key', ['name'])
@Unique('owner_networks_octets_key', ['octets'])
export class OwnerNetworkEntity {
  @PrimaryColumn('uuid', { name: 'owner_id', primaryKeyConstraintName: 'owner_networks_pkey' })
  ownerId!: string;

  @Column('text')
  name!: string;

  @Column('text')
  bridge!: string;

  /** The first three of its /24. */
  @Column('text')
  octets!: string;
}
