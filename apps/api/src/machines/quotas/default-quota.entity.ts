import type { DefaultQuota } from '@vm-manager/contracts';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The quota of everybody who has none of their own and none by a group: one row. */
@Entity('default_quota')
@Check('CHK_default_quota_one_row', `"id" = 1`)
export class DefaultQuotaEntity {
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_default_quota' })
  id!: number;

  @Column('jsonb')
  limits!: DefaultQuota;
}
