import type { SetLimits } from '@vm-manager/contracts';
import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';

/** What was set for one person; what is absent is inherited. */
@Entity('user_quotas')
export class UserQuotaEntity {
  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'user_quotas_pkey' })
  userId!: string;

  @OneToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_quotas_user_fkey' })
  user!: Relation<UserEntity>;

  @Column('jsonb')
  limits!: SetLimits;
}
