import type { VmListFilter, VmSort } from '@vm-manager/contracts';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import * as z from 'zod';
import { folded } from '../../foundation/database/folded.js';
import { fieldError, ProblemError } from '../../foundation/problems/problem-error.js';
import type { VmEntity } from './vm.entity.js';
import type { ReadableVm } from './vm.mapper.js';
import { justThose, readableVms } from './vm.queries.js';

/** As people count, web9 before web10: numbers have as many digits. */
const counted = (text: string) =>
  `regexp_replace(regexp_replace(${text}, '(\\d+)', '0000000000\\1', 'g'), '\\d*(\\d{10})', '\\1', 'g')`;

/** What a list is sorted by, as SQL, as the cursor's value is taken from a row of it, and the value's type. */
const SORTED_BY: Record<VmSort, { sql: string; type: 'text' | 'numeric'; isFalling?: true }> = {
  since: { sql: 'extract(epoch from vm.created_at)', type: 'numeric', isFalling: true },
  name: { sql: counted(folded('vm.name')), type: 'text' },
  owner: { sql: folded('owner.display_name'), type: 'text' },
  group: { sql: counted(`coalesce(${folded('group.name')}, '')`), type: 'text' },
  state: { sql: 'vm.state', type: 'text' },
  template: { sql: 'vm.template_id', type: 'text' },
  vcpus: { sql: 'vm.vcpus', type: 'numeric' },
  memory: { sql: 'vm.memory_mib', type: 'numeric' },
  disk: { sql: 'vm.disk_gib', type: 'numeric' },
  address: { sql: counted(`coalesce(vm.ip_address, '')`), type: 'text' },
};

type Wanted = Pick<VmListFilter, 'sort' | 'order' | 'after' | 'limit'>;

/**
 * A page by place, not by number: VMs that come or go meanwhile neither repeat others nor hide them, and where the last one
 * stood is known still when it is gone.
 */
export async function pageOf(
  manager: EntityManager,
  query: SelectQueryBuilder<VmEntity>,
  { sort, order, after, limit }: Wanted,
): Promise<{ rows: ReadableVm[]; next: string | null }> {
  const { sql, type, isFalling = false } = SORTED_BY[sort];
  const direction = (order === 'desc') === isFalling ? 'ASC' : 'DESC';
  if (after !== undefined) {
    const [value, id] = placeIn(after, sort, type);
    const isBeyond = direction === 'ASC' ? '>' : '<';
    query.andWhere(`(${sql}, vm.id) ${isBeyond} (CAST(:value AS ${type}), CAST(:id AS uuid))`, { value, id });
  }
  const inOrder = (found: typeof query) => found.orderBy(sql, direction).addOrderBy('vm.id', direction);
  if (limit === undefined) return { rows: await readableVms(inOrder(query)), next: null };
  // One more than is shown says whether the list goes on. The value as text: JavaScript's times are not as fine.
  const found = inOrder(justThose(manager, inOrder(query).limit(limit + 1)));
  const rows = await readableVms(found, { place: `CAST(${sql} AS text)`, oldSteps: false });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const next = last && Buffer.from(JSON.stringify([sort, last.place, last.id])).toString('base64url');
  return { rows: rows.slice(0, limit), next: next ?? null };
}

const Cursor = z.tuple([z.string(), z.string().max(1000), z.uuid()]);

function placeIn(after: string, sort: VmSort, type: 'text' | 'numeric'): [value: string, id: string] {
  const [sortedBy, value, id] = Cursor.safeParse(parsed(after)).data ?? [];
  const isFitting = type === 'text' ? !value?.includes('\0') : /^-?\d+(\.\d+)?$/.test(value ?? '');
  if (value === undefined || id === undefined || sortedBy !== sort || !isFitting)
    throw new ProblemError('invalid-request', {}, { errors: [fieldError('/after', 'after.unknown')] });
  return [value, id];
}

function parsed(after: string): unknown {
  try {
    return JSON.parse(Buffer.from(after, 'base64url').toString());
  } catch {
    return null;
  }
}
