import type { Limits, MemberUsage, ResourceRequest, Usage } from '@vm-manager/contracts';
import { sampleId } from './sample-vm';

export function sampleUsage(change: Partial<Usage> = {}): Usage {
  return { vms: 0, vcpus: 0, memoryMiB: 0, diskGiB: 0, runningVcpus: 0, runningMemoryMiB: 0, ...change };
}

/** The default quota of the product. */
export function sampleLimits(change: Partial<Limits> = {}): Limits {
  return {
    vms: 4,
    vcpus: 8,
    memoryMiB: 12288,
    diskGiB: 120,
    runningVcpus: 6,
    runningMemoryMiB: 8192,
    ...change,
  };
}

export const NO_LIMITS: Limits = {
  vms: null,
  vcpus: null,
  memoryMiB: null,
  diskGiB: null,
  runningVcpus: null,
  runningMemoryMiB: null,
};

export function sampleMemberUsage(userId: string, change: Partial<MemberUsage> = {}): MemberUsage {
  return { userId, own: NO_LIMITS, effective: sampleLimits(), usage: sampleUsage(), ...change };
}

export function sampleRequest(change: Partial<ResourceRequest> = {}): ResourceRequest {
  return {
    id: '00000000-0000-4000-8550-000000000001',
    requester: { id: '00000000-0000-4000-8110-000000000003', username: 'alice', displayName: 'Alice Durand' },
    groups: [],
    vm: { id: sampleId(1), name: 'web1' },
    want: { memoryMiB: 4096 },
    reason: 'Le serveur de base de données manque de mémoire.',
    until: null,
    prolongs: null,
    state: 'pending',
    grant: null,
    grantedUntil: null,
    takesEffect: null,
    decidedBy: null,
    decidedAt: null,
    comment: null,
    createdAt: '2026-11-01T10:00:00.000Z',
    stays: [],
    history: [],
    usage: sampleUsage({ vms: 1, vcpus: 2, memoryMiB: 2048, diskGiB: 20 }),
    effective: sampleLimits(),
    allowedActions: ['cancel'],
    ...change,
  };
}
