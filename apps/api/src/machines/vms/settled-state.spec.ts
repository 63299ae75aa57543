import { describe, expect, it } from '@jest/globals';
import type { VmState } from '@vm-manager/contracts';
import type { StoredProblem } from '../../jobs/stored-problem.js';
import type { Power } from '../../hosts/libvirt/hypervisor.js';
import { settledState } from './settled-state.js';

const problem = (code: StoredProblem['code']): StoredProblem => ({ code, params: {} });
const gone = problem('machine-gone');
const POWERS: Power[] = ['running', 'paused', 'asleep', 'stalled', 'crashed', 'saved', 'off', 'absent'];
/** Those that the hypervisor decides about. */
const STATES: VmState[] = ['stopped', 'starting', 'running', 'stopping', 'suspended'];

describe('a state that belongs to jobs', () => {
  it.each<[VmState, StoredProblem | null]>([
    ['failed', null],
    ['failed', problem('creation-failed')],
    ['queued', gone],
    ['creating', gone],
    ['deleting', gone],
  ])('%s is what its job says, whatever the hypervisor says', (state, stored) => {
    for (const power of POWERS)
      for (const busy of [true, false])
        expect(settledState({ state, problem: stored }, power, busy)).toEqual({ state, problem: stored });
  });
});

describe('a machine that was gone', () => {
  it.each<[Power, VmState, StoredProblem | null]>([
    ['running', 'running', null],
    ['off', 'stopped', null],
    ['saved', 'suspended', null],
    ['paused', 'suspended', problem('machine-paused')],
    ['stalled', 'running', problem('machine-stalled')],
  ])('and is there again, %s, is no failed one', (power, state, stored) => {
    expect(settledState({ state: 'failed', problem: gone }, power, false)).toEqual({
      state,
      problem: stored,
    });
  });
  it('and still is stays failed', () => {
    for (const busy of [true, false])
      expect(settledState({ state: 'failed', problem: gone }, 'absent', busy)).toEqual({
        state: 'failed',
        problem: gone,
      });
  });
});

describe('a machine that nothing works on', () => {
  it.each<[Power, VmState, StoredProblem | null]>([
    ['running', 'running', null],
    ['off', 'stopped', null],
    ['saved', 'suspended', null],
    ['paused', 'suspended', problem('machine-paused')],
    ['asleep', 'suspended', problem('machine-asleep')],
    ['stalled', 'running', problem('machine-stalled')],
    ['crashed', 'running', problem('machine-crashed')],
    ['absent', 'failed', gone],
  ])('and is %s is %s, whatever its record said', (power, state, stored) => {
    for (const before of STATES)
      expect(settledState({ state: before, problem: problem('machine-stalled') }, power, false)).toEqual({
        state,
        problem: stored,
      });
  });
});

describe('a machine that a job works on', () => {
  it.each<[VmState, Power, VmState]>([
    // On its way: what it is now is where it comes from.
    ['starting', 'off', 'starting'],
    ['starting', 'saved', 'starting'],
    ['starting', 'paused', 'starting'],
    ['starting', 'asleep', 'starting'],
    ['stopping', 'running', 'stopping'],
    ['stopping', 'stalled', 'stopping'],
    ['stopping', 'crashed', 'stopping'],
    ['stopping', 'paused', 'stopping'],
    ['stopping', 'asleep', 'stopping'],
    ['starting', 'absent', 'starting'],
    ['stopping', 'absent', 'stopping'],
    ['running', 'absent', 'running'],
    // Arrived.
    ['starting', 'running', 'running'],
    ['stopping', 'off', 'stopped'],
    ['stopping', 'saved', 'suspended'],
    // Changed behind the job's back.
    ['running', 'off', 'stopped'],
    ['running', 'paused', 'suspended'],
    ['stopped', 'running', 'running'],
  ])('%s, and %s for the hypervisor, is %s', (before, power, state) => {
    expect(settledState({ state: before, problem: null }, power, true).state).toBe(state);
  });
  it('is not called gone before the job has said what became of it', () => {
    expect(settledState({ state: 'starting', problem: null }, 'absent', true).problem).toBeNull();
  });
});
