import type { GroupSource } from '@vm-manager/contracts';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { GroupEntity } from './group.entity.js';
import { UserEntity } from './user.entity.js';

/** Someone in a group, as one of its teachers or as one of its students. */
@Entity('group_members')
@Check('CHK_group_members_source', `"source" IN ('manual', 'directory')`)
export class GroupMemberEntity {
  @PrimaryColumn({ name: 'group_id', type: 'uuid', primaryKeyConstraintName: 'PK_group_members' })
  groupId!: string;

  @ManyToOne(() => GroupEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'group_id', foreignKeyConstraintName: 'FK_group_members_group' })
  group!: Relation<GroupEntity>;

  @Index('IDX_group_members_user')
  @PrimaryColumn({ name: 'user_id', type: 'uuid', primaryKeyConstraintName: 'PK_group_members' })
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_group_members_user' })
  user!: Relation<UserEntity>;

  @Column({ type: 'boolean', default: false })
  teaches!: boolean;

  /** Who put them there; a synchronisation takes away only what it gave. */
  @Column({ type: 'text', default: 'manual' })
  source!: GroupSource;
}
