import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** When unused machines go to the bin, where their class says nothing else: one row. */
@Entity('default_clearing')
@Check('CHK_default_clearing_one_row', `"id" = 1`)
export class DefaultClearingEntity {
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_default_clearing' })
  id!: number;

  @Column('integer', { name: 'unused_days' })
  unusedDays!: number;

  @Column('integer', { name: 'keep_days' })
  keepDays!: number;
}
