import type { GroupSource } from '@vm-manager/contracts';
import { Check, Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A class or a course. */
@Entity('groups')
@Unique('UQ_groups_name', ['name'])
@Unique('UQ_groups_directory_dn', ['directoryDn'])
@Check('CHK_groups_source', `"source" IN ('manual', 'directory')`)
export class GroupEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'PK_groups' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', default: 'manual' })
  source!: GroupSource;

  @Column({ name: 'directory_dn', type: 'text', nullable: true })
  directoryDn!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
