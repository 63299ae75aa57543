import { describe, expect, it } from '@jest/globals';
import { runsIn, VmState, type Usage } from '@vm-manager/contracts';
import { NOTHING } from './amounts.js';
import { chargeOf, type ChargedVm } from './charge.js';
import { effectiveLimits, type LimitSources } from './effective-limits.js';
import { roomOf } from './host-room.js';
import { excessesOf, lackOfFreeDisk } from './reservation.js';

const BY_DEFAULT = {
  vms: 4,
  vcpus: 8,
  memoryMiB: 12288,
  diskGiB: 120,
  runningVcpus: 6,
  runningMemoryMiB: 8192,
};
const limits = (sources: Partial<LimitSources> = {}) =>
  effectiveLimits({
    role: 'student',
    own: {},
    perMember: [],
    byDefault: BY_DEFAULT,
    atLeast: [],
    onTop: [],
    ...sources,
  });
const use = (usage: Partial<Usage>): Usage => ({ ...NOTHING, ...usage });

describe('the effective quota, in each dimension by itself', () => {
  it('is the default when nothing else is said', () => expect(limits()).toEqual(BY_DEFAULT));

  it('is the largest of what the groups say, in place of the default, even when that is more', () =>
    expect(limits({ perMember: [{ vms: 2 }, { vms: 3, vcpus: null }, { vcpus: 1 }] })).toEqual({
      ...BY_DEFAULT,
      vms: 3,
      vcpus: 1,
    }));

  it('is the person’s own before all, more or less, down to nothing', () =>
    expect(limits({ own: { vms: 0, diskGiB: 500, vcpus: null }, perMember: [{ vms: 9, vcpus: 7 }] })).toEqual(
      { ...BY_DEFAULT, vms: 0, diskGiB: 500, vcpus: 7 },
    ));

  it('is the same for teachers and none for administrators', () => {
    expect(limits({ role: 'teacher', own: { vms: 9 } })).toMatchObject({ vms: 9, vcpus: 8 });
    expect(new Set(Object.values(limits({ role: 'admin', own: { vms: 1 } })))).toEqual(new Set([null]));
  });

  it('is at least what was granted, and so much more as VMs were granted to grow', () => {
    const granted = { atLeast: [{ vms: 6 }, { vms: 5, vcpus: 2 }], onTop: [{ vcpus: 2 }, { vcpus: 1 }] };
    expect(limits(granted)).toMatchObject({ vms: 6, vcpus: 11, memoryMiB: 12288 });
  });
});

describe('what a VM counts', () => {
  const vm: ChargedVm = {
    id: 'vm',
    ownerId: 'alice',
    groupId: null,
    host: 'host',
    state: 'stopped',
    vcpus: 2,
    memoryMiB: 2048,
    diskGiB: 20,
  };

  it('is allocated as long as it exists, and running from its order on until it is off', () => {
    const running = VmState.options.filter((state) => runsIn(state));
    expect(running).toEqual(['queued', 'creating', 'starting', 'running', 'stopping']);
    for (const state of VmState.options) {
      const runs = runsIn(state) ?? false;
      expect(chargeOf({ ...vm, state }, false)).toEqual({
        ...{ vms: 1, vcpus: 2, memoryMiB: 2048, diskGiB: 20 },
        ...{ runningVcpus: runs ? 2 : 0, runningMemoryMiB: runs ? 2048 : 0 },
      });
    }
  });

  it('while it is deleted is what it was before, until it is gone', () => {
    expect(chargeOf({ ...vm, state: 'deleting' }, true).runningVcpus).toBe(2);
    expect(chargeOf({ ...vm, state: 'deleting' }, false).runningVcpus).toBe(0);
  });

  it('is the larger of what it has and what it gets at its next start', () => {
    const next = { ...vm, nextVcpus: 4, nextMemoryMiB: 1024 };
    expect(chargeOf(next, false)).toMatchObject({ vcpus: 4, memoryMiB: 2048 });
  });
});

describe('a host', () => {
  const resources = {
    host: 'host',
    cores: 4,
    memoryMiB: 16384,
    memoryUsedMiB: null,
    diskFreeGiB: 100,
    vmDisksGiB: 50,
  };
  const room = roomOf(resources, { cpuOvercommit: 8, diskOvercommit: 2 });

  it('promises its memory less 2 GiB, its cores and its disk as often as configured', () =>
    expect(room.limits).toEqual({ runningVcpus: 32, runningMemoryMiB: 14336, diskGiB: 300 }));

  it('promises no less disk when its VMs fill theirs', () => {
    const filled = roomOf(
      { ...resources, diskFreeGiB: 60, vmDisksGiB: 90 },
      { cpuOvercommit: 8, diskOvercommit: 2 },
    );
    expect(filled.limits.diskGiB).toBe(room.limits.diskGiB);
  });

  it('that is smaller than what it keeps for itself promises nothing', () =>
    expect(
      roomOf({ ...resources, memoryMiB: 1024 }, { cpuOvercommit: 1, diskOvercommit: 1 }).limits
        .runningMemoryMiB,
    ).toBe(0));

  it('starts nothing with less than 5 GiB really free, however much may be promised', () => {
    const start = use({ runningVcpus: 1 });
    expect(lackOfFreeDisk({ ...room, diskFreeGiB: 5 }, start)).toEqual([]);
    expect(lackOfFreeDisk({ ...room, diskFreeGiB: 4.9 }, start)).toEqual([
      { level: 'host', dimension: 'diskGiB', used: 0, asked: 5, limit: 4 },
    ]);
    expect(lackOfFreeDisk({ ...room, diskFreeGiB: 0 }, use({ diskGiB: 10 }))).toEqual([]);
  });
});

describe('a refusal', () => {
  const level = (used: Partial<Usage>) => ({ level: 'own' as const, limits: BY_DEFAULT, used: use(used) });

  it('names every rule that is broken, with what is used, asked and allowed', () =>
    expect(
      excessesOf(level({ vms: 4, memoryMiB: 11000 }), use({ vms: 1, vcpus: 8, memoryMiB: 2048 })),
    ).toEqual([
      { level: 'own', dimension: 'vms', used: 4, asked: 1, limit: 4 },
      { level: 'own', dimension: 'memoryMiB', used: 11000, asked: 2048, limit: 12288 },
    ]));

  it('never comes for what is given back or not asked for, even above the limit', () =>
    expect(excessesOf(level({ vms: 9, vcpus: 90 }), use({ vcpus: -1, diskGiB: 120 }))).toEqual([]));
});
