import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { GroupMemberEntity } from '../access/identity/group-member.entity.js';
import type { UserEntity } from '../access/identity/user.entity.js';
import { folderFor } from '../machines/vms/vm-folder.js';
import { VmEntity } from '../machines/vms/vm.entity.js';
import type { MachineCopy } from './machine-copies.js';

export type UnplacedVm = Omit<VmEntity, 'owner' | 'group' | 'job' | 'host'>;

const LONGEST_NAME = 63;

/** The record of a new VM that gets the copy's machine. `day` is the one of the copy. */
export async function broughtBackVm(
  manager: EntityManager,
  { vm }: MachineCopy,
  owner: UserEntity,
  day: string,
): Promise<Omit<UnplacedVm, 'state' | 'problem'>> {
  const id = randomUUID();
  const name = await freeName(manager, owner.id, vm.name, day);
  const groupId = await groupOf(manager, owner.id, vm.groupId);
  const { templateId, vcpus, memoryMiB, diskGiB, username } = vm;
  return {
    ...{ id, ownerId: owner.id, groupId, name, nameKey: name.toLowerCase(), templateId, madeOff: true },
    ...{ vcpus, memoryMiB, diskGiB, pointsGiB: 0, nextVcpus: null, nextMemoryMiB: null },
    ...{ username, ipAddress: null },
    ...{ folder: folderFor({ id, name }, owner), jobId: null, goneAt: null, binWarned: false },
    ...{ createdAt: new Date(), evaluationEndsAt: null },
  };
}

/** Its own when its owner has no machine of that name now, else with the day from which it is. */
async function freeName(manager: EntityManager, ownerId: string, name: string, day: string): Promise<string> {
  for (let number = 0; ; number++) {
    const candidate = nameOfTry(name, day, number);
    if (!(await manager.existsBy(VmEntity, { ownerId, nameKey: candidate.toLowerCase() }))) return candidate;
  }
}

/** `web`, `web-2026-11-27`, `web-2026-11-27-2`, ... */
function nameOfTry(name: string, day: string, number: number): string {
  if (number === 0) return name;
  const end = number === 1 ? `-${day}` : `-${day}-${number}`;
  return name.slice(0, LONGEST_NAME - end.length).replace(/[.-]+$/, '') + end;
}

/** The group to which it was charged when its owner is still in it, else the only one that they are a student of. */
async function groupOf(
  manager: EntityManager,
  userId: string,
  former: string | null,
): Promise<string | null> {
  const memberships = await manager.findBy(GroupMemberEntity, { userId });
  if (memberships.some(({ groupId }) => groupId === former)) return former;
  const [only, ...others] = memberships.filter(({ teaches }) => !teaches);
  return only && others.length === 0 ? only.groupId : null;
}
