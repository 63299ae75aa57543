import type { SetLimits } from '@vm-manager/contracts';
import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { GroupEntity } from '../../access/identity/group.entity.js';

/** What each student of a group may use, and what all VMs that are charged to it may use together. */
@Entity('group_quotas')
export class GroupQuotaEntity {
  @PrimaryColumn('uuid', { name: 'group_id', primaryKeyConstraintName: 'PK_group_quotas' })
  groupId!: string;

  @OneToOne(() => GroupEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'group_id', foreignKeyConstraintName: 'FK_group_quotas_group' })
  group!: Relation<GroupEntity>;

  @Column('jsonb', { name: 'per_member' })
  perMember!: SetLimits;

  @Column('jsonb')
  budget!: SetLimits;
}
