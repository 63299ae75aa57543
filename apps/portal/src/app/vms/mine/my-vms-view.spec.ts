import { VmState } from '@vm-manager/contracts';
import { sampleId, sampleVm } from '../../testing/sample-vm';
import { STATE_GROUPS, countsOf, groupOf, kept, ordered } from './my-vms-view';

const vm = (number: number, state: VmState, name = `m${number}`) =>
  sampleVm({
    id: sampleId(number),
    state,
    name,
    createdAt: `2026-11-${String(number).padStart(2, '0')}T10:00:00.000Z`,
  });
const numbers = (ids: readonly string[]) => ids.map((id) => Number(id.slice(-4)));

describe('the order of one’s machines', () => {
  const all = [vm(1, 'stopped'), vm(2, 'running'), vm(3, 'failed'), vm(4, 'running'), vm(5, 'creating')];

  it('is what runs first, the newest of them first', () => {
    expect(numbers(ordered(all, 'running', 'fr'))).toEqual([4, 2, 5, 3, 1]);
  });
  it('is by name as people count, or by age', () => {
    const named = [vm(1, 'stopped', 'web10'), vm(2, 'stopped', 'Web2'), vm(3, 'stopped', 'éclair')];
    expect(numbers(ordered(named, 'name', 'fr'))).toEqual([3, 2, 1]);
    expect(numbers(ordered(all, 'newest', 'fr'))).toEqual([5, 4, 3, 2, 1]);
  });
  it('stays while states change, takes new ones in front and lets go of those that are gone', () => {
    const order = ordered(all, 'running', 'fr');
    const later = [vm(6, 'queued'), vm(1, 'running'), ...all.slice(1, 4)];
    expect(numbers(kept(order, later))).toEqual([6, 4, 2, 3, 1]);
  });
});

describe('the filters', () => {
  it('have a place for every state, and one only', () => {
    expect(Object.values(STATE_GROUPS).flat().sort()).toEqual([...VmState.options].sort());
    for (const state of VmState.options) expect(STATE_GROUPS[groupOf(state)]).toContain(state);
  });
  it('count', () => {
    expect([...countsOf([vm(1, 'running'), vm(2, 'queued'), vm(3, 'starting')])]).toEqual([
      ['running', 1],
      ['changing', 2],
    ]);
  });
});
