import type { Language, Role } from '@vm-manager/contracts';
import { Check, Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** `username` is kept in lower case, so that it is unique whatever one types. */
@Entity('users')
@Unique('UQ_users_username', ['username'])
@Check('CHK_users_username', `"username" = lower("username")`)
@Check('CHK_users_role', `"role" IN ('student', 'teacher', 'admin')`)
@Check('CHK_users_source', `"source" IN ('local', 'directory')`)
export class UserEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'PK_users' })
  id!: string;

  @Column({ type: 'text' })
  username!: string;

  @Column({ name: 'display_name', type: 'text' })
  displayName!: string;

  @Column({ type: 'text' })
  role!: Role;

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
}
