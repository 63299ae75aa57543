import { sampleLimits, sampleUsage } from '../testing/sample-quota';
import { brokenLevels, fullness, metersOf, share, sumOfLimits } from './dimensions';

describe('what a change would mean', () => {
  const usage = sampleUsage({
    vms: 3,
    vcpus: 6,
    memoryMiB: 8192,
    diskGiB: 80,
    runningVcpus: 4,
    runningMemoryMiB: 6144,
  });
  const limits = sampleLimits();

  it('fits while every limit is kept, the limit itself included', () => {
    const meters = metersOf(usage, limits, {
      vms: 1,
      vcpus: 2,
      memoryMiB: 4096,
      diskGiB: 40,
      runningVcpus: 2,
    });
    expect(brokenLevels(meters)).toEqual([]);
  });
  it('names every limit that it breaks, running ones after the allocated', () => {
    const meters = metersOf(usage, limits, { vms: 2, vcpus: 2, memoryMiB: 4608, runningMemoryMiB: 4608 });
    expect(brokenLevels(meters).map(({ dimension }) => dimension)).toEqual([
      'vms',
      'memoryMiB',
      'runningMemoryMiB',
    ]);
  });
  it('is never refused for what it does not add, even above a limit that was lowered', () => {
    const meters = metersOf({ ...usage, diskGiB: 200 }, limits, { vcpus: 1, diskGiB: 0 });
    expect(brokenLevels(meters)).toEqual([]);
  });
  it('breaks nothing where there is no limit', () => {
    const meters = metersOf(usage, sampleLimits({ memoryMiB: null, runningMemoryMiB: null }), {
      memoryMiB: 1_000_000,
    });
    expect(brokenLevels(meters)).toEqual([]);
  });
});

describe('the length of a bar', () => {
  it('is the share of the limit, and never more than the bar', () => {
    expect([share(3, 4), share(9, 4), share(0, 0), share(1, 0), share(5, null)]).toEqual([
      75, 100, 0, 100, 0,
    ]);
  });
  it('is that of the dimension nearest to its limit when people are compared', () => {
    const usage = sampleUsage({ vms: 1, diskGiB: 90, runningMemoryMiB: 9216 });
    expect(fullness({ usage, effective: sampleLimits() })).toBeCloseTo(112.5);
    expect(fullness({ usage, effective: sampleLimits({ runningMemoryMiB: null }) })).toBe(75);
  });
});

describe('what a class may use together', () => {
  it('is the sum, unless one of them has no limit', () => {
    const sum = sumOfLimits([sampleLimits(), sampleLimits({ vms: 6, diskGiB: null })]);
    expect([sum.vms, sum.memoryMiB, sum.diskGiB]).toEqual([10, 24576, null]);
    expect(sumOfLimits([]).vms).toBe(0);
  });
});
