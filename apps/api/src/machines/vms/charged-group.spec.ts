import { describe, expect, it } from '@jest/globals';
import type { Limits, Membership } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import type { QuotaLimits } from '../quotas/quota-limits.js';
import { chargedGroup } from './charged-group.js';

const FREE: Limits = {
  ...{ vms: null, vcpus: null, memoryMiB: null, diskGiB: null },
  ...{ runningVcpus: null, runningMemoryMiB: null },
};
const [first, second, taught] = [
  { id: 'first', name: 'SISR 1', teaches: false },
  { id: 'second', name: 'SISR 2', teaches: false },
  { id: 'taught', name: 'SLAM', teaches: true },
] as [Membership, Membership, Membership];

function charged(groups: Membership[], chosen?: string, budgets: Record<string, Partial<Limits>> = {}) {
  const limits: Pick<QuotaLimits, 'ofGroup'> = {
    ofGroup: async (_manager, id) => ({ perMember: FREE, budget: { ...FREE, ...budgets[id] } }),
  };
  return chargedGroup({} as EntityManager, limits as QuotaLimits, { groups, language: 'en' }, chosen);
}

describe('the group that a VM is charged to', () => {
  it.each<[string, Membership[], string | undefined, string | null]>([
    ['the chosen one', [first, second], 'second', 'second'],
    ['the chosen one that one teaches', [first, taught], 'taught', 'taught'],
    ['the only one', [first], undefined, 'first'],
    ['the only one in which one learns', [taught, first], undefined, 'first'],
    ['none, for who only teaches', [taught], undefined, null],
    ['none, for who is in none', [], undefined, null],
    ['none of several without a budget', [first, second], undefined, null],
  ])('is %s', async (_what, groups, chosen, expected) => {
    expect(await charged(groups, chosen)).toBe(expected);
  });

  it.each([['third'], ['taught'], ['']])('is not somebody else’s: %j', async (chosen) => {
    await expect(charged([first, second], chosen)).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each<Record<string, Partial<Limits>>>([
    { first: { vms: 5 } },
    { second: { runningMemoryMiB: 1024 } },
    // Nothing at all is a budget, too.
    { second: { vcpus: 0 } },
  ])('has to be chosen among several as soon as one has a budget: %j', async (budgets) => {
    await expect(charged([first, second, taught], undefined, budgets)).rejects.toMatchObject({
      code: 'invalid-request',
      errors: [{ pointer: '/groupId', detail: expect.stringMatching(/several groups/) }],
    });
    expect(await charged([first, second, taught], 'second', budgets)).toBe('second');
  });

  it('is not asked for because of a budget of a group that one teaches', async () => {
    expect(await charged([first, second, taught], undefined, { taught: { vms: 1 } })).toBeNull();
  });
});
