import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The state of something outside the portal that was last recorded in the audit log: a fingerprint for each of its parts. */
@Entity('last_recorded')
export class LastRecordedEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'PK_last_recorded' })
  subject!: string;

  @Column({ type: 'jsonb' })
  fingerprints!: Record<string, string>;

  @Column({ type: 'timestamptz' })
  at!: Date;
}
