import type { AuditEntry } from '@vm-manager/contracts';

const ALICE = { id: '00000000-0000-4000-8110-000000000003', username: 'alice' };

export function sampleEntry(change: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: '1',
    at: '2026-11-05T12:00:00.000Z',
    actor: ALICE,
    onBehalfOf: null,
    action: 'vm.start',
    object: { id: '00000000-0000-4000-8220-000000000001', name: 'web1' },
    address: '192.0.2.7',
    outcome: 'done',
    details: {},
    ...change,
  };
}
