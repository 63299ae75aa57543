import { sampleLimits } from '../testing/sample-quota';
import { grantOf, largerThan } from './wish';

describe('a wish for a larger quota', () => {
  it('is what is more than now, and of what is limited', () => {
    const now = sampleLimits({ diskGiB: null });
    expect(largerThan(now, { vms: 6, vcpus: 8, memoryMiB: null, diskGiB: 500 })).toEqual({ vms: 6 });
  });
});

describe('a decision', () => {
  it('is "as asked" when nothing was reduced', () => {
    expect(grantOf({ vcpus: 4, memoryMiB: 8192 }, { vcpus: 4, memoryMiB: 8192 })).toBeUndefined();
  });
  it('names what is granted, and leaves out what is not', () => {
    expect(grantOf({ vcpus: 4, memoryMiB: 8192 }, { vcpus: 4, memoryMiB: 4096 })).toEqual({
      vcpus: 4,
      memoryMiB: 4096,
    });
    expect(grantOf({ vcpus: 4, memoryMiB: 8192 }, { vcpus: null, memoryMiB: 8192 })).toEqual({
      memoryMiB: 8192,
    });
  });
});
