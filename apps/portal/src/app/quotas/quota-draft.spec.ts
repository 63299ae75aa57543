import { NO_LIMITS, sampleLimits, sampleMemberUsage } from '../testing/sample-quota';
import { changesForAll, changesOf, commonLimits, ifAllIsUsed, withChange } from './quota-draft';

const alice = sampleMemberUsage('a', { own: { ...NO_LIMITS, vms: 6 }, effective: sampleLimits({ vms: 6 }) });
const karim = sampleMemberUsage('k');

describe('setting the quota of several at once', () => {
  it('starts with what they have in common', () => {
    expect(commonLimits([alice.own, karim.own])).not.toHaveProperty('vms');
    expect(commonLimits([alice.own, karim.own]).diskGiB).toBeNull();
    expect(commonLimits([alice.own])).toEqual(alice.own);
  });
  it('sends only what was changed, an emptied field among it', () => {
    expect(changesOf(alice.own, { ...alice.own, vms: null, diskGiB: 200 })).toEqual({
      vms: null,
      diskGiB: 200,
    });
    expect(changesOf(commonLimits([alice.own, karim.own]), { vms: 3, diskGiB: null })).toEqual({ vms: 3 });
  });
  it('lets all inherit also where they differ, and keeps what is typed afterwards', () => {
    const owns = [alice.own, karim.own];
    expect(changesForAll(owns, NO_LIMITS)).toEqual({ vms: null });
    expect(changesForAll(owns, { ...NO_LIMITS, diskGiB: 200 })).toEqual({ vms: null, diskGiB: 200 });
    expect(changesForAll([karim.own], NO_LIMITS)).toEqual({});
  });
  it('shows what the class could use with the change', () => {
    const all = [alice, karim];
    expect(ifAllIsUsed(withChange(all, new Set(), {})).vms).toBe(10);
    expect(ifAllIsUsed(withChange(all, new Set(['k']), { vms: 6 })).vms).toBe(12);
    expect(ifAllIsUsed(withChange(all, new Set(['a', 'k']), { vms: 1 })).vms).toBe(2);
  });
});
