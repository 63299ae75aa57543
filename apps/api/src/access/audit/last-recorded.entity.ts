import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the audit log was told last of something that changes outside the portal: a fingerprint for each of its parts. */
@Entity('last_recorded')
export class LastRecordedEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'PK_last_recorded' })
  subject!: string;

  @Column({ type: 'jsonb' })
  fingerprints!: Record<string, string>;

  @Column({ type: 'timestamptz' })
  at!: Date;
}
