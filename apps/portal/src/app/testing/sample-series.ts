import type { Problem, Series, SeriesMember, SeriesPlan } from '@vm-manager/contracts';
import { sampleId } from './sample-vm';

const CLASS = { id: '00000000-0000-4000-8440-000000000001', name: 'SISR 1' };
export const SERIES_ID = '00000000-0000-4000-8550-000000000001';

export const sampleProblem = (detail: string): Problem => ({
  ...{ type: '/problems/member-refused', title: 'Pas de machine possible', status: 409, detail },
});

export function sampleMember(
  login: string,
  number: number,
  change: Partial<SeriesMember> = {},
): SeriesMember {
  const id = `00000000-0000-4000-8110-${String(number).padStart(12, '0')}`;
  return {
    user: { id, username: login, displayName: `Élève ${login}` },
    vmId: sampleId(number),
    vmName: `tp3-${login}`,
    state: 'running',
    problem: null,
    job: null,
    passwords: 'waiting',
    ...change,
  };
}

export function sampleSeries(members: SeriesMember[]): Series {
  return {
    ...{ id: SERIES_ID, name: 'tp3', namePattern: 'tp3-{login}', groupId: CLASS.id, group: CLASS },
    ...{ templateId: 'debian-server', vcpus: 1, memoryMiB: 1024, diskGiB: 10, followMembers: false },
    ...{ passwords: 'random', createdAt: '2026-11-28T08:00:00.000Z', members },
    ready: members.filter(({ state }) => state === 'running').length,
    total: members.length,
  };
}

export function samplePlan(members: SeriesMember[]): SeriesPlan {
  const used = { vms: 1, vcpus: 1, memoryMiB: 1024, diskGiB: 10, runningVcpus: 0, runningMemoryMiB: 0 };
  const limits = {
    ...{ vms: null, vcpus: null, memoryMiB: null },
    ...{ diskGiB: 900, runningVcpus: 64, runningMemoryMiB: 65536 },
  };
  return {
    ...{ ...sampleSeries(members), id: null, ready: 0 },
    cost: {
      asked: used,
      budget: { limits: { ...limits, vms: 40 }, used },
      hosts: [{ host: 'kvm1', limits, used }],
    },
  };
}
