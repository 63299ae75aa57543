import type { NoticeKind } from '@vm-manager/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';
import type { NoticeParams } from './notice-params.js';

/** A notice for one person. Its text is not kept, but made in the reader's language when it is read. */
@Entity('notices')
@Index('IDX_notices_user_created', ['userId', 'createdAt'])
export class NoticeEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'PK_notices' })
  id!: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: string;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_notices_user' })
  user!: Relation<UserEntity>;

  @Column({ type: 'text' })
  kind!: NoticeKind;

  @Column({ type: 'jsonb' })
  params!: NoticeParams;

  /** A place in the portal. */
  @Column({ type: 'text', nullable: true })
  link!: string | null;

  @Index('IDX_notices_created')
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'read_at', type: 'timestamptz', nullable: true })
  readAt!: Date | null;
}
