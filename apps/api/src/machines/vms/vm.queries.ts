import type { VmFilter, VmState } from '@vm-manager/contracts';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { isInGroup } from '../../access/identity/ownership.js';
import { visibleOwners } from '../../access/identity/permissions.js';
import { mentions, patternsOf } from '../../foundation/database/folded.js';
import { ACTIVE_JOB_STATES } from '../../jobs/job.entity.js';
import { JOB_COLUMNS, type ReadableJob } from '../../jobs/job.mapper.js';
import { VmEntity } from './vm.entity.js';
import { VM_COLUMNS, type ReadableVm } from './vm.mapper.js';

const OWNER_COLUMNS = ['id', 'username', 'displayName'] as const;
const GROUP_COLUMNS = ['id', 'name'] as const;

/** Of jobs that somebody has to see to, or to wait for. */
const OPEN_STATES = [...ACTIVE_JOB_STATES, 'failed'];

const MENTIONS = mentions('vm.name', 'owner.username', 'owner.display_name', 'vm.ip_address');

/** The VMs that this person may see and the filter lets through. */
export function vmsFor(
  manager: EntityManager,
  actor: Actor,
  { owner, group, template, state, search, tasks }: VmFilter,
): SelectQueryBuilder<VmEntity> {
  const visible = visibleOwners(actor, 'vm.owner_id');
  const query = withSurroundings(manager)
    .where(visible.where, visible.parameters)
    .andWhere('vm.goneAt IS NULL');
  if (owner) query.andWhere('vm.ownerId = :owner', { owner });
  if (group) query.andWhere(isInGroup('vm.owner_id'), { group });
  if (template) query.andWhere('vm.templateId = :template', { template });
  if (state) query.andWhere('vm.state = :state', { state });
  if (tasks) query.andWhere('job.state IN (:...openStates)', { openStates: OPEN_STATES });
  if (search) query.andWhere(MENTIONS, { patterns: patternsOf(search) });
  return query;
}

/** How many of them are in each state, whichever state is asked for: where to go on from there. */
export async function stateCounts(
  manager: EntityManager,
  actor: Actor,
  filter: VmFilter,
): Promise<Partial<Record<VmState, number>>> {
  const rows = await vmsFor(manager, actor, { ...filter, state: undefined })
    .select('vm.state', 'state')
    .addSelect('count(*)::int', 'count')
    .groupBy('vm.state')
    .orderBy('vm.state')
    .getRawMany<{ state: VmState; count: number }>();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Those that the query finds and no others: what costs is read of them alone, and not of all that they were found among. */
export function justThose(
  manager: EntityManager,
  query: SelectQueryBuilder<VmEntity>,
): SelectQueryBuilder<VmEntity> {
  return withSurroundings(manager)
    .where(`vm.id IN (${query.select('vm.id').getQuery()})`)
    .setParameters(query.getParameters());
}

function withSurroundings(manager: EntityManager): SelectQueryBuilder<VmEntity> {
  return manager
    .createQueryBuilder(VmEntity, 'vm')
    .innerJoin('vm.owner', 'owner')
    .leftJoin('vm.group', 'group')
    .leftJoin('vm.job', 'job');
}

type Row = Record<string, unknown>;

/** SQL: somebody may have its console open, so that who it is must be asked. */
const WATCHED = 'EXISTS (SELECT FROM console_viewers viewer WHERE viewer.vm_id = vm.id)';

interface Reading {
  /** SQL for where each one stands in the order of a list. */
  place?: string;
  /** Whether to read how a finished job went. */
  oldSteps?: boolean;
}

const STEPS_UNDER_WAY = `CASE WHEN job.finished_at IS NULL THEN job.steps ELSE '[]' END`;

/**
 * What is shown of the VMs that the query finds, as plain rows: a list of a thousand makes no entities, and reads no sealed
 * secrets and password hashes along. Joins must be named `owner`, `group` and `job`.
 */
export async function readableVms(
  query: SelectQueryBuilder<VmEntity>,
  { place = `''`, oldSteps = true }: Reading = {},
): Promise<(ReadableVm & { place: string })[]> {
  query.select(place, 'place').addSelect(WATCHED, 'watched');
  for (const column of VM_COLUMNS) query.addSelect(`vm.${column}`, `vm_${column}`);
  for (const column of OWNER_COLUMNS) query.addSelect(`owner.${column}`, `owner_${column}`);
  for (const column of GROUP_COLUMNS) query.addSelect(`group.${column}`, `group_${column}`);
  for (const column of JOB_COLUMNS)
    query.addSelect(column === 'steps' && !oldSteps ? STEPS_UNDER_WAY : `job.${column}`, `job_${column}`);
  return (await query.getRawMany<Row>()).map((row) => ({
    // The driver gives each column the type that its entity says.
    ...(vmOf(row) as Omit<ReadableVm, 'owner' | 'group' | 'job'>),
    isWatched: Boolean(row['watched']),
    owner: ownerOf(row) as ReadableVm['owner'],
    group: row['group_id'] === null ? null : (groupOf(row) as ReadableVm['group']),
    place: String(row['place']),
    job: row['job_id'] === null ? null : (jobOf(row) as ReadableJob),
  }));
}

/** Takes one table's columns out of a row. The names are put together once, and not for each row of a long list. */
function partOf(alias: string, columns: readonly string[]): (row: Row) => Row {
  const names = columns.map((column) => [column, `${alias}_${column}`] as const);
  return (row) => {
    const found: Row = {};
    for (const [column, name] of names) found[column] = row[name];
    return found;
  };
}
const vmOf = partOf('vm', VM_COLUMNS);
const ownerOf = partOf('owner', OWNER_COLUMNS);
const groupOf = partOf('group', GROUP_COLUMNS);
const jobOf = partOf('job', JOB_COLUMNS);
