import { describe, expect, it } from '@jest/globals';
import { allowedActions, updateVmFor, VmState } from './index.js';

const template = {
  sizes: {
    vcpus: { min: 1, default: 2, max: 4 },
    memoryMiB: { min: 512, default: 2048, max: 8192 },
    diskGiB: { min: 10, default: 20, max: 60 },
  },
};
const problemsOf = (change: unknown, diskGiB = 20) =>
  updateVmFor(template, { diskGiB })
    .safeParse(change)
    .error?.issues.map(({ path, message }) => `${path.join('/')}: ${message}`) ?? [];

describe('a change of a VM', () => {
  it.each([{ name: 'web2' }, { vcpus: 4 }, { memoryMiB: 512 }, { diskGiB: 20 }, { diskGiB: 60, vcpus: 1 }])(
    'may be %j',
    (change) => expect(problemsOf(change)).toEqual([]),
  );

  it.each([
    [{}, ': change.empty'],
    [{ name: 'a b' }, 'name: vm-name.characters'],
    [{ vcpus: 5 }, 'vcpus: size.out-of-range'],
    [{ memoryMiB: 511 }, 'memoryMiB: size.out-of-range'],
    [{ diskGiB: 19 }, 'diskGiB: disk.shrinks'],
    [{ diskGiB: 61 }, 'diskGiB: size.out-of-range'],
  ])('may not be %j', (change, problem) => expect(problemsOf(change)).toContain(problem));

  it('leaves a disk alone that is larger than the template allows by now', () => {
    expect(problemsOf({ diskGiB: 80 }, 80)).toEqual([]);
    expect(problemsOf({ diskGiB: 81 }, 80)).toEqual(['diskGiB: size.out-of-range']);
  });

  it('is possible while the machine is off or runs, and no job is at it', () => {
    const states = VmState.options.filter((state) =>
      allowedActions({ state, busy: false }).includes('update'),
    );
    expect(states).toEqual(['stopped', 'running']);
    expect(allowedActions({ state: 'running', busy: true })).not.toContain('update');
  });
});
