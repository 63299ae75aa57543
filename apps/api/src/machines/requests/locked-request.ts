import type { DataSource, EntityManager } from 'typeorm';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Placement, Placements } from '../placement/placements.js';
import { VmEntity } from '../vms/vm.entity.js';
import { ResourceRequestEntity } from './resource-request.entity.js';

export interface LockedRequest {
  request: ResourceRequestEntity;
  /** Null when it is about a quota, or when the VM is gone. */
  vm: VmEntity | null;
  /** The request that it asks to prolong. */
  root: ResourceRequestEntity | null;
}

const LOCK = { lock: { mode: 'pessimistic_write' } } as const;

/** What a decision needs, locked in the order that everyone keeps: the VM, what is prolonged, the request itself. */
export async function lockRequest(
  tx: EntityManager,
  { id, vmId, prolongsId }: Pick<ResourceRequestEntity, 'id' | 'vmId' | 'prolongsId'>,
): Promise<LockedRequest> {
  const vm = vmId === null ? null : await tx.findOne(VmEntity, { where: { id: vmId }, ...LOCK });
  const root =
    prolongsId === null
      ? null
      : await tx.findOne(ResourceRequestEntity, { where: { id: prolongsId }, ...LOCK });
  const request = await tx.findOne(ResourceRequestEntity, { where: { id }, ...LOCK });
  if (!request) throw new ProblemError('not-found');
  return { request, vm, root };
}

/** Decides about the request as it is in the transaction. */
export async function decideOn(
  dataSource: DataSource,
  found: ResourceRequestEntity,
  work: (tx: EntityManager, locked: LockedRequest) => Promise<void>,
): Promise<void> {
  await dataSource.transaction(async (tx) => work(tx, await lockRequest(tx, found)));
}

/** Where its VM is; null when it is about a quota, or the VM is gone. To be asked for before anything is locked. */
export async function placementFor(
  manager: EntityManager,
  placements: Placements,
  { vmId }: Pick<ResourceRequestEntity, 'vmId'>,
): Promise<Placement | null> {
  const vm = vmId === null ? null : await manager.findOneBy(VmEntity, { id: vmId });
  return vm && placements.of(vm);
}

export function mustBe(request: ResourceRequestEntity, state: ResourceRequestEntity['state']): void {
  if (request.state !== state) throw alreadyDecided(request);
}

/** Who ended an approval is in the history; who approved it did not. */
export const alreadyDecided = ({ state, decidedBy }: ResourceRequestEntity) =>
  new ProblemError('request-decided', {
    state,
    by: (['withdrawn', 'expired'].includes(state) ? null : decidedBy)?.displayName ?? '',
  });
