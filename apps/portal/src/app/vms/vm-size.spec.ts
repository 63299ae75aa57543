import { sampleTemplate, sampleVm } from '../testing/sample-vm';
import { needsRestart, newVmAdds, resizeAdds, sizeOf, sizesFrom, sizesWithin, wantedOf } from './vm-size';

describe('the size of a machine', () => {
  const vm = sampleVm({ state: 'stopped' });

  it('is the one that waits for the next start, when one does', () => {
    expect(sizeOf({ ...vm, atNextStart: { vcpus: 4, memoryMiB: 4096 } })).toEqual({
      vcpus: 4,
      memoryMiB: 4096,
      diskGiB: 20,
    });
  });
  it('can be asked for from what it is to what the template allows, or stays as large as it is', () => {
    const { sizes } = sampleTemplate();
    expect(sizesFrom(vm, sizes).memoryMiB).toEqual({ min: 2048, max: 8192 });
    expect(sizesFrom({ ...vm, diskGiB: 100 }, sizes).diskGiB).toEqual({ min: 100, max: 100 });
  });
  it('can be made smaller by its owner, apart from the disk', () => {
    expect(sizesWithin(vm, sampleTemplate().sizes)).toEqual({
      vcpus: { min: 1, max: 4 },
      memoryMiB: { min: 512, max: 8192 },
      diskGiB: { min: 20, max: 60 },
    });
  });
  it('grows while the machine runs, and shrinks when it is off', () => {
    const running = sampleVm({ state: 'running' });
    expect(needsRestart(running, { vcpus: 4, memoryMiB: 4096, diskGiB: 30 })).toBe(false);
    expect(needsRestart(running, { vcpus: 1, memoryMiB: 4096, diskGiB: 30 })).toBe(true);
    expect(needsRestart(vm, { vcpus: 1, memoryMiB: 512, diskGiB: 20 })).toBe(false);
  });
  it('is asked for in the dimensions that change only', () => {
    expect(wantedOf(vm, { vcpus: 2, memoryMiB: 4096, diskGiB: 20 })).toEqual({ memoryMiB: 4096 });
    expect(wantedOf(vm, sizeOf(vm))).toEqual({});
  });
});

describe('what a size adds to what its owner uses', () => {
  const wish = { vcpus: 4, memoryMiB: 4096, diskGiB: 30 };

  it('counts as running when the machine runs', () => {
    expect(resizeAdds(sampleVm({ state: 'stopped' }), wish)).toEqual({
      vcpus: 2,
      memoryMiB: 2048,
      diskGiB: 10,
    });
    expect(resizeAdds(sampleVm({ state: 'running' }), wish)).toMatchObject({
      runningVcpus: 2,
      runningMemoryMiB: 2048,
    });
  });
  it('is all of it for a new machine, which is booted at once', () => {
    expect(newVmAdds({ ...wish, start: true })).toEqual({
      vms: 1,
      vcpus: 4,
      memoryMiB: 4096,
      diskGiB: 30,
      runningVcpus: 4,
      runningMemoryMiB: 4096,
    });
  });
});
