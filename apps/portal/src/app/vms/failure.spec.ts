import { sampleJob, sampleVm } from '../testing/sample-vm';
import { failureOf } from './failure';

const problem = (detail: string) => ({ type: '/problems/machine-gone', title: detail, status: 500, detail });

describe('why a machine is not well', () => {
  it('is what is wrong with the machine, before what its last job says', () => {
    const job = sampleJob({ state: 'failed', problem: problem('La tâche a échoué.') });
    expect(failureOf(sampleVm({ state: 'failed', problem: problem('La machine n’existe plus.'), job }))).toBe(
      'La machine n’existe plus.',
    );
    expect(failureOf(sampleVm({ state: 'failed', job }))).toBe('La tâche a échoué.');
  });
  it('is said of one that has a state of its own too', () => {
    expect(failureOf(sampleVm({ state: 'suspended', problem: problem('Le système s’est endormi.') }))).toBe(
      'Le système s’est endormi.',
    );
  });
  it('is nothing for one that is well, though a job of it failed', () => {
    const job = sampleJob({ state: 'failed', problem: problem('La tâche a échoué.') });
    expect(failureOf(sampleVm({ state: 'running', job }))).toBeUndefined();
  });
});
