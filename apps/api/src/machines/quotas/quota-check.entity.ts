import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** What came of the last verification, for all processes. */
@Entity('quota_checks')
@Check('CHK_quota_checks_one_row', `"id" = 1`)
export class QuotaCheckEntity {
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_quota_checks' })
  id!: number;

  @Column('timestamptz', { name: 'checked_at' })
  checkedAt!: Date;

  @Column('integer')
  differences!: number;
}
