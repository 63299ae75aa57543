import { expect, it } from '@jest/globals';
import type { VmState } from '@vm-manager/contracts';
import type { StoredProblem } from '../../jobs/job.entity.js';
import type { Power } from '../../hosts/libvirt/hypervisor.js';
import { settledState } from './settled-state.js';

const gone: StoredProblem = { code: 'machine-gone', params: {} };
const POWERS: Power[] = ['running', 'paused', 'asleep', 'stalled', 'crashed', 'saved', 'off', 'absent'];

it('a machine that was gone and is there again is no failed one', () =>
  expect(settledState({ state: 'failed', problem: gone }, 'running', false)).toEqual({
    state: 'running',
    problem: null,
  }));

it.each<[VmState, StoredProblem | null]>([
  ['failed', null],
  ['queued', gone],
  ['creating', gone],
  ['deleting', gone],
])('%s is what its job says, whatever the hypervisor says', (state, problem) => {
  for (const power of POWERS)
    expect(settledState({ state, problem }, power, true)).toEqual({ state, problem });
});
