import { allowedActions, type Language, type Vm, type VmViewer } from '@vm-manager/contracts';
import { ACTIVE_JOB_STATES } from '../jobs/job.entity.js';
import { toJob, type ReadableJob } from '../jobs/job.mapper.js';
import type { UserEntity } from '../auth/user.entity.js';
import type { VmEntity } from './vm.entity.js';

/** What the mapper reads of a VM. */
export type ReadableVm = Pick<
  VmEntity,
  | 'id'
  | 'name'
  | 'groupId'
  | 'templateId'
  | 'state'
  | 'vcpus'
  | 'memoryMiB'
  | 'diskGiB'
  | 'username'
  | 'ipAddress'
  | 'host'
  | 'createdAt'
> & { owner: Pick<UserEntity, 'id' | 'username' | 'displayName'>; job: ReadableJob | null };

/** A VM with its owner and job loaded, for a reader of this language. */
export function toVm(
  entity: ReadableVm,
  language: Language,
  addressIsInternal: boolean,
  viewers: VmViewer[],
): Vm {
  const { owner, job } = entity;
  const busy = job !== null && ACTIVE_JOB_STATES.includes(job.state);
  return {
    id: entity.id,
    name: entity.name,
    owner: { id: owner.id, username: owner.username, displayName: owner.displayName },
    groupId: entity.groupId,
    group: null,
    templateId: entity.templateId,
    state: entity.state,
    vcpus: entity.vcpus,
    memoryMiB: entity.memoryMiB,
    diskGiB: entity.diskGiB,
    atNextStart: null,
    username: entity.username,
    ipAddress: entity.ipAddress,
    addressIsInternal,
    host: entity.host,
    createdAt: entity.createdAt.toISOString(),
    viewers,
    allowedActions: allowedActions({ state: entity.state, busy }),
    job: job && toJob(job, language),
  };
}
