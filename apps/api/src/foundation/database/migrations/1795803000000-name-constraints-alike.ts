import type { MigrationInterface, QueryRunner } from 'typeorm';

/** [table, name until now, name from now on] */
const CONSTRAINTS = [
  ['box_volumes', 'box_volumes_pkey', 'PK_box_volumes'],
  ['default_quota', 'default_quota_one_row', 'CHK_default_quota_one_row'],
  ['default_quota', 'default_quota_pkey', 'PK_default_quota'],
  ['events', 'events_pkey', 'PK_events'],
  ['group_quotas', 'group_quotas_group_fkey', 'FK_group_quotas_group'],
  ['group_quotas', 'group_quotas_pkey', 'PK_group_quotas'],
  ['host_boots', 'host_boots_pkey', 'PK_host_boots'],
  ['job_log', 'job_log_pkey', 'PK_job_log'],
  ['jobs', 'jobs_pkey', 'PK_jobs'],
  ['operations', 'operations_pkey', 'PK_operations'],
  ['owner_networks', 'owner_networks_name_key', 'UQ_owner_networks_name'],
  ['owner_networks', 'owner_networks_octets_key', 'UQ_owner_networks_octets'],
  ['owner_networks', 'owner_networks_pkey', 'PK_owner_networks'],
  ['quota_charges', 'quota_charges_group_fkey', 'FK_quota_charges_group'],
  ['quota_charges', 'quota_charges_pkey', 'PK_quota_charges'],
  ['quota_checks', 'quota_checks_one_row', 'CHK_quota_checks_one_row'],
  ['quota_checks', 'quota_checks_pkey', 'PK_quota_checks'],
  ['quota_grants', 'quota_grants_kind', 'CHK_quota_grants_kind'],
  ['quota_grants', 'quota_grants_pkey', 'PK_quota_grants'],
  ['quota_grants', 'quota_grants_user_fkey', 'FK_quota_grants_user'],
  ['quota_hosts', 'quota_hosts_pkey', 'PK_quota_hosts'],
  ['user_quotas', 'user_quotas_pkey', 'PK_user_quotas'],
  ['user_quotas', 'user_quotas_user_fkey', 'FK_user_quotas_user'],
  ['vms', 'vms_group_fkey', 'FK_vms_group'],
  ['vms', 'vms_job_fkey', 'FK_vms_job'],
  ['vms', 'vms_owner_fkey', 'FK_vms_owner'],
  ['vms', 'vms_owner_name_key', 'UQ_vms_owner_name'],
  ['vms', 'vms_pkey', 'PK_vms'],
] as const;
const INDEXES = [
  ['events_created_at_idx', 'IDX_events_created_at'],
  ['jobs_operation_idx', 'IDX_jobs_operation'],
  ['jobs_state_idx', 'IDX_jobs_state'],
  ['jobs_subject_created_idx', 'IDX_jobs_subject_created'],
  ['operations_actor_created_idx', 'IDX_operations_actor_created'],
  ['quota_charges_group_idx', 'IDX_quota_charges_group'],
  ['quota_charges_host_idx', 'IDX_quota_charges_host'],
  ['quota_charges_owner_idx', 'IDX_quota_charges_owner'],
  ['quota_grants_request_idx', 'IDX_quota_grants_request'],
  ['quota_grants_user_idx', 'IDX_quota_grants_user'],
  ['quota_grants_vm_idx', 'IDX_quota_grants_vm'],
  ['vms_group_idx', 'IDX_vms_group'],
] as const;

/** Every constraint and index is named as most were: what it is, its table, what it is about. */
export class NameConstraintsAlike1795803000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, from, to] of CONSTRAINTS)
      await runner.query(`ALTER TABLE "${table}" RENAME CONSTRAINT "${from}" TO "${to}"`);
    for (const [from, to] of INDEXES) await runner.query(`ALTER INDEX "${from}" RENAME TO "${to}"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, to, from] of CONSTRAINTS)
      await runner.query(`ALTER TABLE "${table}" RENAME CONSTRAINT "${from}" TO "${to}"`);
    for (const [to, from] of INDEXES) await runner.query(`ALTER INDEX "${from}" RENAME TO "${to}"`);
  }
}
