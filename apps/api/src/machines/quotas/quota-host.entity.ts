import { Entity, PrimaryColumn } from 'typeorm';

/** A row per host, to be locked: what is promised of a host is decided by one transaction at a time. */
@Entity('quota_hosts')
export class QuotaHostEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_quota_hosts' })
  host!: string;
}
