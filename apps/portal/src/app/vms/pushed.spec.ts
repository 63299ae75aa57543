import { sampleId, sampleJob, sampleVm } from '../testing/sample-vm';
import { withChunk, withJob, withVm } from './pushed';

const [one, two, three] = [1, 2, 3].map((number) => sampleVm({ id: sampleId(number), name: `vm${number}` }));
const all = () => true;

describe('a list after a push', () => {
  it('changes a VM in its place', () => {
    const changed = sampleVm({ id: sampleId(2), state: 'stopped' });
    expect(withVm([one!, two!, three!], changed, all)).toEqual([one, changed, three]);
  });
  it('takes in a VM that belongs, and no other', () => {
    expect(withVm([one!], two!, all)).toEqual([two, one]);
    expect(withVm([one!], two!, () => false)).toEqual([one]);
  });
  it('drops a VM that is gone, or belongs no longer', () => {
    expect(withVm([one!, two!], { id: two!.id, gone: true }, all)).toEqual([one]);
    expect(withVm([one!, two!], two!, () => false)).toEqual([one]);
  });
});

describe('a VM after news of a job', () => {
  it('shows progress and a newer job, but not an older one', () => {
    const create = sampleJob();
    const later = sampleJob({
      id: '00000000-0000-4000-8330-000000000002',
      createdAt: '2026-11-02T10:00:00.000Z',
    });
    const vm = withJob(sampleVm({ job: create }), { ...create, progress: 80 });
    expect(vm.job?.progress).toBe(80);
    expect(withJob(vm, later).job).toEqual(later);
    expect(withJob(withJob(vm, later), create).job).toEqual(later);
  });
  it('ignores the jobs of others', () => {
    expect(withJob(one!, sampleJob({ vmId: sampleId(9) }))).toBe(one);
  });
});

describe('a live log', () => {
  it('grows by what is new, even when a chunk comes twice or overlaps', () => {
    expect(withChunk('abc', { offset: 3, text: 'def' })).toBe('abcdef');
    expect(withChunk('abcdef', { offset: 3, text: 'def' })).toBe('abcdef');
    expect(withChunk('abcd', { offset: 3, text: 'def' })).toBe('abcdef');
  });
  it('asks for the whole when a part is missing', () => {
    expect(withChunk('abc', { offset: 5, text: 'f' })).toBeUndefined();
  });
});
