import type { SetLimits } from '@vm-manager/contracts';
import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';

/** What was set for one person; what is absent is inherited. */
@Entity('user_quotas')
export class UserQuotaEntity {
  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'PK_user_quotas' })
  userId!: string;

  @OneToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_user_quotas_user' })
  user!: Relation<UserEntity>;

  @Column('jsonb')
  limits!: SetLimits;
}
