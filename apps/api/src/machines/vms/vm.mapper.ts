import type { JobTurn, Language, Vm, VmControl, VmViewer } from '@vm-manager/contracts';
import { ACTIVE_JOB_STATES } from '../../jobs/job.entity.js';
import { toJob, type ReadableJob } from '../../jobs/job.mapper.js';
import { toProblem } from '../../foundation/problems/problem.js';
import type { GroupEntity } from '../../access/identity/group.entity.js';
import type { UserEntity } from '../../access/identity/user.entity.js';
import { actionsNow } from './actions-now.js';
import type { VmEntity } from './vm.entity.js';

/** What the mapper reads of a VM's own row. */
export const VM_COLUMNS = [
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
  'evaluationEndsAt',
] as const satisfies (keyof VmEntity)[];

/** What the mapper reads of a VM. */
export type ReadableVm = Pick<VmEntity, (typeof VM_COLUMNS)[number]> & {
  owner: Pick<UserEntity, 'id' | 'username' | 'displayName'>;
  group: Pick<GroupEntity, 'id' | 'name'> | null;
  job: ReadableJob | null;
  /** False when nobody has its console open. */
  isWatched?: boolean;
};

/** What is known of a VM beside its record. */
export interface VmSurroundings {
  viewers: VmViewer[];
  control: VmControl | null;
  turn: JobTurn | undefined;
}

/** A VM with its owner and job loaded, for a reader of this language. */
export function toVm(
  entity: ReadableVm,
  language: Language,
  addressIsInternal: boolean,
  { viewers, control, turn }: VmSurroundings,
): Vm {
  const { owner, group, job } = entity;
  const busy = job !== null && ACTIVE_JOB_STATES.includes(job.state);
  return {
    id: entity.id,
    name: entity.name,
    owner: { id: owner.id, username: owner.username, displayName: owner.displayName },
    groupId: entity.groupId,
    group: group && { id: group.id, name: group.name },
    templateId: entity.templateId,
    state: entity.state,
    vcpus: entity.vcpus,
    memoryMiB: entity.memoryMiB,
    diskGiB: entity.diskGiB,
    // A job that is at it may still bring about all of it.
    atNextStart: busy && job.kind === 'update' ? null : waitingSizes(entity),
    username: entity.username,
    ipAddress: entity.ipAddress,
    addressIsInternal,
    host: entity.host,
    createdAt: entity.createdAt.toISOString(),
    evaluationEndsAt: entity.evaluationEndsAt?.toISOString() ?? null,
    problem: entity.problem && toProblem(entity.problem, language),
    passwordsKeptUntil: keptUntil(entity),
    viewers,
    control,
    allowedActions: actionsNow(entity, busy),
    job: job && toJob(job, language, turn),
  };
}

const keptUntil = ({ job }: ReadableVm) =>
  job?.secretsExpireAt && job.secretsExpireAt > new Date() ? job.secretsExpireAt.toISOString() : null;

function waitingSizes({ vcpus, memoryMiB, nextVcpus, nextMemoryMiB }: ReadableVm): Vm['atNextStart'] {
  if (nextVcpus === null && nextMemoryMiB === null) return null;
  return { vcpus: nextVcpus ?? vcpus, memoryMiB: nextMemoryMiB ?? memoryMiB };
}
