import { type VmAction, VmState } from '@vm-manager/contracts';
import { sampleVm } from '../testing/sample-vm';
import { menuChoices, primaryChoice } from './offered-actions';

describe('what can be done with a VM', () => {
  it.each([
    ['running', 'open-console'],
    ['starting', 'open-console'],
    ['stopped', 'start'],
    ['suspended', 'resume'],
    ['failed', 'rebuild'],
    ['creating', 'see-activity'],
    ['deleting', 'see-activity'],
  ] as const)('when %s, the first thing is to %s', (state, choice) => {
    expect(primaryChoice(sampleVm({ state }))).toBe(choice);
  });

  it('is to try again after a creation that failed, and to resume what is paused', () => {
    const failed = sampleVm({ state: 'failed', allowedActions: ['retry', 'rebuild', 'delete'] });
    expect(primaryChoice(failed)).toBe('retry');
    expect(menuChoices(failed)).toEqual(['rebuild', 'delete']);
    const paused: VmAction[] = ['resume', 'open-console', 'reset', 'force-off', 'delete'];
    expect(primaryChoice(sampleVm({ state: 'suspended', allowedActions: paused }))).toBe('resume');
  });

  it('offers only what the API allows now, and nothing twice', () => {
    for (const state of VmState.options) {
      const vm = sampleVm({ state });
      const offered: string[] = [primaryChoice(vm), ...menuChoices(vm)];
      expect(new Set(offered).size).toBe(offered.length);
      for (const action of menuChoices(vm)) expect(vm.allowedActions).toContain(action);
    }
    expect(menuChoices(sampleVm({ state: 'stopped' }))).not.toContain('start');
    expect(menuChoices(sampleVm({ state: 'stopped' }), { withPrimary: true })[0]).toBe('start');
    expect(menuChoices(sampleVm({ state: 'running', allowedActions: ['open-console', 'delete'] }))).toEqual([
      'delete',
    ]);
  });
});
