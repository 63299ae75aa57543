import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A password that was wrong, or one that is being checked. */
@Entity('sign_in_failures')
@Index('IDX_sign_in_failures_username', ['username', 'at'])
@Index('IDX_sign_in_failures_address', ['address', 'at'])
export class SignInFailureEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'PK_sign_in_failures' })
  id!: string;

  @Column({ type: 'text' })
  username!: string;

  /** Who is delayed by it: a network, a known browser or a session. */
  @Column({ type: 'text' })
  guesser!: string;

  /** The network of a stranger, for the counts by network and by account; null for known browsers and sessions. */
  @Column({ type: 'text', nullable: true })
  address!: string | null;

  @Column({ type: 'boolean', default: false })
  checking!: boolean;

  /**
   * A failure at a local account while the directory was away. It counts only as long: at the directory's names nothing
   * counts then.
   */
  @Column({ name: 'directory_away', type: 'boolean', default: false })
  directoryAway!: boolean;

  @Column({ type: 'timestamptz' })
  at!: Date;
}
