import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { GroupEntity } from '../../access/identity/group.entity.js';

/** When machines that are charged to a group go to the bin; null: as by default. */
@Entity('group_clearings')
export class GroupClearingEntity {
  @PrimaryColumn('uuid', { name: 'group_id', primaryKeyConstraintName: 'PK_group_clearings' })
  groupId!: string;

  @OneToOne(() => GroupEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'group_id', foreignKeyConstraintName: 'FK_group_clearings_group' })
  group!: Relation<GroupEntity>;

  @Column('date', { name: 'ends_on', nullable: true })
  endsOn!: string | null;

  @Column('integer', { name: 'unused_days', nullable: true })
  unusedDays!: number | null;

  @Column('integer', { name: 'keep_days', nullable: true })
  keepDays!: number | null;
}
