import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, Unique, type Relation } from 'typeorm';
import { GroupEntity } from '../../access/identity/group.entity.js';

/** One machine for each student of a class, and what they are made of. The machines are VMs like any other. */
@Entity('series')
@Unique('UQ_series_group_name', ['groupId', 'nameKey'])
export class SeriesEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_series' })
  id!: string;

  @Column('uuid', { name: 'group_id' })
  groupId!: string;

  /** When the class goes, its machines stay their owners'. */
  @ManyToOne(() => GroupEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'group_id', foreignKeyConstraintName: 'FK_series_group' })
  group!: Relation<GroupEntity>;

  @Column('text', { name: 'name_pattern' })
  namePattern!: string;

  /** The name pattern in lower case: asked for twice, a series is made once. */
  @Column('text', { name: 'name_key' })
  nameKey!: string;

  @Column('text', { name: 'template_id' })
  templateId!: string;

  @Column('integer')
  vcpus!: number;

  @Column('integer', { name: 'memory_mib' })
  memoryMiB!: number;

  @Column('integer', { name: 'disk_gib' })
  diskGiB!: number;

  /** Whether its machines are left running when they are made. */
  @Column('boolean')
  start!: boolean;

  /** Whether who joins the class later gets one. */
  @Column('boolean', { name: 'follows_class' })
  followMembers!: boolean;

  /** Other ones for each student, or what the teacher typed for all. */
  @Column('text')
  passwords!: 'random' | 'typed';

  /** Those that were typed, as long as machines are still to be made with them. */
  @Column('bytea', { name: 'sealed_passwords', nullable: true })
  sealedPasswords!: Buffer | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
