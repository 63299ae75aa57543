import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../foundation/problems/problem-error.js';
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
