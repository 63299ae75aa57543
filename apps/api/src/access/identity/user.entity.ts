import type { Language, Role } from '@vm-manager/contracts';
import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  OneToMany,
  PrimaryGeneratedColumn,
  Unique,
  type Relation,
} from 'typeorm';
import type { GroupMemberEntity } from './group-member.entity.js';

/** `username` is kept in lower case, so that it is unique whatever one types. */
@Entity('users')
@Unique('UQ_users_username', ['username'])
@Unique('UQ_users_directory_id', ['directoryId'])
@Check('CHK_users_username', `"username" = lower("username")`)
@Check('CHK_users_role', `"role" IN ('student', 'teacher', 'admin')`)
@Check('CHK_users_directory_role', `"directory_role" IN ('student', 'teacher', 'admin')`)
@Check('CHK_users_source', `"source" IN ('local', 'directory')`)
export class UserEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'PK_users' })
  id!: string;

  @Column({ type: 'text' })
  username!: string;

  @Column({ name: 'display_name', type: 'text' })
  displayName!: string;

  @Column({ type: 'text', nullable: true })
  email!: string | null;

  @Column({ type: 'text' })
  role!: Role;

  /** An administrator chose the role: the directory's no longer counts. */
  @Column({ name: 'role_set_by_hand', type: 'boolean', default: false })
  roleSetByHand!: boolean;

  /** What the directory's groups said last. */
  @Column({ name: 'directory_role', type: 'text', nullable: true })
  directoryRole!: Role | null;

  /** What the directory's entry keeps for life: a login may be changed there, and given to someone else. */
  @Column({ name: 'directory_id', type: 'text', nullable: true })
  directoryId!: string | null;

  @Column({ name: 'directory_dn', type: 'text', nullable: true })
  directoryDn!: string | null;

  /** When a synchronisation no longer found them there. */
  @Column({ name: 'left_directory_at', type: 'timestamptz', nullable: true })
  leftDirectoryAt!: Date | null;

  @Column({ type: 'text' })
  source!: 'local' | 'directory';

  @Column({ name: 'password_hash', type: 'text', nullable: true })
  passwordHash!: string | null;

  @Column({ type: 'text', nullable: true })
  language!: Language | null;

  @Column({ name: 'disabled_at', type: 'timestamptz', nullable: true })
  disabledAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'last_sign_in_at', type: 'timestamptz', nullable: true })
  lastSignInAt!: Date | null;

  /** By name, as that file imports this one. */
  @OneToMany('GroupMemberEntity', 'user')
  memberships?: Relation<GroupMemberEntity>[];
}

/** The one form in which an account's name is kept and compared. PostgreSQL takes no NUL in a text. */
export function toUsername(typed: string): string {
  return typed.normalize('NFC').replaceAll('\0', '').trim().toLowerCase();
}
