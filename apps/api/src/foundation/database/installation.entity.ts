import { Check, Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** One row; `onlyOne` is its key and always true. */
@Entity('installation')
@Check('CHK_installation_only_one', '"only_one"')
export class InstallationEntity {
  @PrimaryColumn({
    name: 'only_one',
    type: 'boolean',
    default: true,
    primaryKeyConstraintName: 'PK_installation',
  })
  onlyOne!: boolean;

  @Column({ type: 'uuid' })
  id!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** By a clock that was trusted, see `clock-watch.ts`. */
  @Column({ name: 'last_seen_at', type: 'timestamptz', nullable: true })
  lastSeenAt!: Date | null;

  /** When the clock was first and last seen too far ahead of `lastSeenAt`. */
  @Column({ name: 'ahead_since', type: 'timestamptz', nullable: true })
  aheadSince!: Date | null;

  @Column({ name: 'ahead_seen_at', type: 'timestamptz', nullable: true })
  aheadSeenAt!: Date | null;
}
