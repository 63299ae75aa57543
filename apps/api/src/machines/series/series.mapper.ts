import {
  seriesNameOf,
  vmNameFor,
  type Language,
  type Series,
  type SeriesCost,
  type SeriesMember,
  type SeriesMemberState,
  type SeriesPlan,
  type Vm,
} from '@vm-manager/contracts';
import type { GroupEntity } from '../../access/identity/group.entity.js';
import type { UserEntity } from '../../access/identity/user.entity.js';
import { toProblem } from '../../foundation/problems/problem.js';
import type { SeriesMemberEntity } from './series-member.entity.js';
import type { SeriesEntity } from './series.entity.js';

const NOT_READY: readonly SeriesMemberState[] = ['queued', 'creating', 'failed', 'deleting', 'deleted'];

/** `vms` are those of its machines that the reader may see, by id; one that is not among them is gone for the series. */
export function toSeries(
  series: SeriesEntity,
  members: readonly SeriesMemberEntity[],
  vms: ReadonlyMap<string, Vm>,
  language: Language,
): Series {
  const shown = members.map((member) => toMember(series, member, vms.get(member.vmId ?? ''), language));
  return {
    ...sharedBy(series, series.group),
    id: series.id,
    createdAt: series.createdAt.toISOString(),
    members: shown,
    ready: shown.filter(({ state }) => !NOT_READY.includes(state)).length,
    total: shown.length,
  };
}

function toMember(
  { namePattern }: SeriesEntity,
  { user, state, problem, sealedPasswords, shownAt }: SeriesMemberEntity,
  vm: Vm | undefined,
  language: Language,
): SeriesMember {
  const without = { waiting: 'queued', made: 'deleted', refused: 'failed' } as const;
  const job = vm?.job ?? null;
  return {
    user: toOwner(user),
    vmId: vm?.id ?? null,
    vmName: vm?.name ?? vmNameFor(namePattern, user.username),
    state: vm?.state ?? without[state],
    problem: vm ? (vm.problem ?? job?.problem ?? null) : problem && toProblem(problem, language),
    job,
    passwords: sealedPasswords ? 'waiting' : shownAt ? 'shown' : 'none',
  };
}

interface Planning {
  planned: Shared;
  group: GroupEntity;
  students: readonly UserEntity[];
  refused: ReadonlyMap<string, SeriesMemberEntity['problem']>;
  cost: SeriesCost;
}

export function toPlan(
  { planned, group, students, refused, cost }: Planning,
  language: Language,
): SeriesPlan {
  const members = students.map((user): SeriesMember => {
    const problem = refused.get(user.id) ?? null;
    return {
      user: toOwner(user),
      vmId: null,
      vmName: vmNameFor(planned.namePattern, user.username),
      state: problem ? 'failed' : 'queued',
      problem: problem && toProblem(problem, language),
      job: null,
      passwords: 'none',
    };
  });
  return { ...sharedBy(planned, group), id: null, members, ready: 0, total: members.length, cost };
}

type Shared = Omit<SeriesEntity, 'id' | 'group' | 'nameKey' | 'start' | 'sealedPasswords' | 'createdAt'>;

function sharedBy(series: Shared, { id, name }: GroupEntity) {
  const { namePattern, groupId, templateId, vcpus, memoryMiB, diskGiB, followMembers, passwords } = series;
  return {
    ...{ name: seriesNameOf(namePattern), namePattern, groupId, group: { id, name } },
    ...{ templateId, vcpus, memoryMiB, diskGiB, followMembers, passwords },
  };
}

const toOwner = ({ id, username, displayName }: UserEntity) => ({ id, username, displayName });
