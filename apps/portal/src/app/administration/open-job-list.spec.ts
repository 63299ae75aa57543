import { sampleId, sampleJob, sampleVm } from '../testing/sample-vm';
import { actionAgain, openJobsOf } from './open-job-list';

describe('the open jobs of all machines', () => {
  it('are what goes on, what waits and what failed, and nothing that is over', () => {
    const states = ['failed', 'succeeded', 'queued', 'running', 'cancelled'] as const;
    const vms = states.map((state, index) => sampleVm({ id: sampleId(index), job: sampleJob({ state }) }));
    expect(openJobsOf([...vms, sampleVm({ job: null })]).map(({ job }) => job.state)).toEqual([
      'running',
      'queued',
      'failed',
    ]);
  });
  it('begin with the one that waits longest', () => {
    const vm = (name: string, createdAt: string) =>
      sampleVm({ name, job: sampleJob({ state: 'queued', createdAt }) });
    const jobs = openJobsOf([vm('young', '2026-11-02T10:00:00.000Z'), vm('old', '2026-11-01T10:00:00.000Z')]);
    expect(jobs.map(({ vm: { name } }) => name)).toEqual(['old', 'young']);
  });
});

describe('a job that failed', () => {
  const open = (
    kind: 'create' | 'start',
    state: 'failed' | 'running',
    allowed: ('retry' | 'start' | 'delete')[],
  ) => ({
    vm: sampleVm({ allowedActions: allowed }),
    job: sampleJob({ kind, state }),
  });

  it('is tried again by its own action, while that is allowed', () => {
    expect(actionAgain(open('create', 'failed', ['retry', 'delete']))).toBe('retry');
    expect(actionAgain(open('start', 'failed', ['start', 'delete']))).toBe('start');
    expect(actionAgain(open('start', 'failed', ['delete']))).toBeUndefined();
    expect(actionAgain(open('start', 'running', ['start']))).toBeUndefined();
  });
});
