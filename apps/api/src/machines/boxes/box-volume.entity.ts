import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A box image that was put into a host's storage pool completely; without a row what lies there may be half of it. */
@Entity('box_volumes')
export class BoxVolumeEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_box_volumes' })
  host!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_box_volumes' })
  name!: string;

  @Column('timestamptz', { name: 'imported_at' })
  importedAt!: Date;
}
