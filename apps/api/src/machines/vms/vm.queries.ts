import type { SelectQueryBuilder } from 'typeorm';
import type { ReadableJob } from '../../jobs/job.mapper.js';
import type { VmEntity } from './vm.entity.js';
import type { ReadableVm } from './vm.mapper.js';

const VM_COLUMNS = [
  'id',
  'name',
  'groupId',
  'templateId',
  'state',
  'problem',
  'vcpus',
  'memoryMiB',
  'diskGiB',
  'nextVcpus',
  'nextMemoryMiB',
  'username',
  'ipAddress',
  'host',
  'createdAt',
] as const satisfies (keyof ReadableVm)[];
const OWNER_COLUMNS = ['id', 'username', 'displayName'] as const;
const GROUP_COLUMNS = ['id', 'name'] as const;
const JOB_COLUMNS = [
  'id',
  'vmId',
  'kind',
  'state',
  'steps',
  'progress',
  'estimatedSeconds',
  'createdAt',
  'startedAt',
  'finishedAt',
  'result',
  'problem',
  'secretsExpireAt',
] as const satisfies (keyof ReadableJob)[];

type Row = Record<string, unknown>;

/**
 * What is shown of the VMs that the query finds, as plain rows: a list of a thousand makes no entities, and reads no sealed
 * secrets and password hashes along. Joins must be named `owner`, `group` and `job`.
 */
export async function readableVms(query: SelectQueryBuilder<VmEntity>): Promise<ReadableVm[]> {
  query.select([]);
  for (const column of VM_COLUMNS) query.addSelect(`vm.${column}`, `vm_${column}`);
  for (const column of OWNER_COLUMNS) query.addSelect(`owner.${column}`, `owner_${column}`);
  for (const column of GROUP_COLUMNS) query.addSelect(`group.${column}`, `group_${column}`);
  for (const column of JOB_COLUMNS) query.addSelect(`job.${column}`, `job_${column}`);
  return (await query.getRawMany<Row>()).map((row) => ({
    // The driver gives each column the type that its entity says.
    ...(part(row, 'vm', VM_COLUMNS) as Omit<ReadableVm, 'owner' | 'group' | 'job'>),
    owner: part(row, 'owner', OWNER_COLUMNS) as ReadableVm['owner'],
    group: row['group_id'] === null ? null : (part(row, 'group', GROUP_COLUMNS) as ReadableVm['group']),
    job: row['job_id'] === null ? null : (part(row, 'job', JOB_COLUMNS) as ReadableJob),
  }));
}

function part(row: Row, alias: string, columns: readonly string[]): Row {
  const found: Row = {};
  for (const column of columns) found[column] = row[`${alias}_${column}`];
  return found;
}
