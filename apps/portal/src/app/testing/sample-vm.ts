import { type Job, type Vm, type VmTemplate, allowedActions } from '@vm-manager/contracts';

const OWNER = {
  id: '00000000-0000-4000-8110-000000000003',
  username: 'alice',
  displayName: 'Alice Durand',
};

export const sampleId = (number: number) => `00000000-0000-4000-8220-${String(number).padStart(12, '0')}`;

export function sampleVm(change: Partial<Vm> = {}): Vm {
  const state = change.state ?? 'running';
  return {
    id: sampleId(1),
    name: 'web1',
    owner: OWNER,
    groupId: null,
    group: null,
    templateId: 'debian-server',
    state,
    vcpus: 2,
    memoryMiB: 2048,
    diskGiB: 20,
    atNextStart: null,
    username: 'alice',
    ipAddress: '192.168.121.11',
    addressIsInternal: true,
    host: 'local',
    createdAt: '2026-11-01T10:00:00.000Z',
    evaluationEndsAt: null,
    problem: null,
    passwordsKeptUntil: null,
    viewers: [],
    control: null,
    allowedActions: allowedActions({ state, busy: false }),
    job: null,
    ...change,
  };
}

export function sampleJob(change: Partial<Job> = {}): Job {
  return {
    id: '00000000-0000-4000-8330-000000000001',
    subject: { kind: 'vm', id: sampleId(1) },
    vmId: sampleId(1),
    kind: 'create',
    state: 'running',
    step: 'wait-for-guest',
    steps: [{ name: 'wait-for-guest', state: 'running' }],
    progress: 40,
    estimatedSeconds: 90,
    createdAt: '2026-11-01T10:00:00.000Z',
    startedAt: '2026-11-01T10:00:00.000Z',
    finishedAt: null,
    result: null,
    problem: null,
    ...change,
  };
}

export function sampleTemplate(change: Partial<VmTemplate> = {}): VmTemplate {
  return {
    id: 'debian-server',
    name: 'Serveur Debian',
    description: '',
    os: 'debian',
    available: true,
    status: 'available',
    unavailableReason: null,
    bakedPercent: null,
    mend: null,
    sizes: {
      vcpus: { min: 1, default: 2, max: 4 },
      memoryMiB: { min: 512, default: 2048, max: 8192 },
      diskGiB: { min: 10, default: 20, max: 60 },
    },
    passwordRules: { minLength: 6, maxLength: 127, uppercase: false, lowercase: false, digit: false },
    firstBootSeconds: 40,
    picture: null,
    ...change,
  };
}
