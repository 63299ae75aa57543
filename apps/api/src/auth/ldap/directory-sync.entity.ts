import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** When all was compared with the directory last, by whichever process. One row; its key is always true. */
@Entity('directory_sync')
@Check('CHK_directory_sync_only_one', '"only_one"')
export class DirectorySyncEntity {
  @PrimaryColumn({
    name: 'only_one',
    type: 'boolean',
    default: true,
    primaryKeyConstraintName: 'PK_directory_sync',
  })
  onlyOne!: boolean;

  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt!: Date;
}
