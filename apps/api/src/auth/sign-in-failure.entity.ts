import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A sign-in that failed, or whose password is still being checked: then `address` bears a mark. */
@Entity('sign_in_failures')
@Index('IDX_sign_in_failures_username', ['username', 'at'])
@Index('IDX_sign_in_failures_address', ['address', 'at'])
export class SignInFailureEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'PK_sign_in_failures' })
  id!: string;

  @Column({ type: 'text' })
  username!: string;

  @Column({ type: 'text', nullable: true })
  address!: string | null;

  @Column({ type: 'timestamptz' })
  at!: Date;
}
