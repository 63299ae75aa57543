import type { TokenScope } from '@vm-manager/contracts';
import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  Unique,
  type FindManyOptions,
  type Relation,
} from 'typeorm';
import { UserEntity } from '../identity/user.entity.js';

/**
 * A signed-in browser, or a personal access token, which has a name and a scope. Only the hash of the secret is kept, so that
 * nobody can sign in with what the table holds.
 */
@Entity('sessions')
@Unique('UQ_sessions_token_hash', ['tokenHash'])
@Check('CHK_sessions_scope', `"scope" IN ('read', 'operate', 'administer')`)
@Check('CHK_sessions_token', `("scope" IS NULL) = ("name" IS NULL)`)
@Check('CHK_sessions_use', `"scope" IS NOT NULL OR "last_used_at" IS NOT NULL`)
export class SessionEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'PK_sessions' })
  id!: string;

  @Column({ name: 'token_hash', type: 'bytea' })
  tokenHash!: Buffer;

  @Index('IDX_sessions_user')
  @Column({ name: 'user_id', type: 'uuid' })
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_sessions_user' })
  user!: Relation<UserEntity>;

  @Column({ type: 'text', nullable: true })
  name!: string | null;

  @Column({ type: 'text', nullable: true })
  scope!: TokenScope | null;

  /** The address from which the browser signed in. */
  @Column({ type: 'text', nullable: true })
  address!: string | null;

  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** Null for a token that was never used. */
  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;
}

/** One question for all that makes an actor: it is asked for each request. */
export const WITH_ACTOR = {
  relations: { user: { memberships: { group: true } } },
  order: { user: { memberships: { group: { name: 'ASC' } } } },
} satisfies FindManyOptions<SessionEntity>;
