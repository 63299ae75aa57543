import { Check, Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** One row; `onlyOne` is its key and always true. */
@Entity('installation')
@Check('CHK_installation_only_one', '"only_one"')
export class InstallationEntity {
  @PrimaryColumn({
    name: 'only_one',
    type: 'boolean',
    default: true,
    primaryKeyConstraintName: 'PK_installation',
  })
  onlyOne!: boolean;

  @Column({ type: 'uuid' })
  id!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
