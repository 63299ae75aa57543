import { describe, expect, it } from '@jest/globals';
import type { VmState } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { JobOrders } from '../../jobs/job-orders.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import type { Placement } from '../placement/placements.js';
import type { VmRecord } from './vm-record.js';
import { SizeOrders } from './size-orders.js';
import type { VmEntity } from './vm.entity.js';
import { wantedSizeOf, type VmSize } from './vm-size.js';

const HAS = { vcpus: 2, memoryMiB: 2048, diskGiB: 20 };
const vmOf = (more: Partial<VmEntity> = {}) =>
  ({
    ...{ id: 'vm', ownerId: 'alice', templateId: 'debian-server', state: 'running' },
    ...{ ...HAS, nextVcpus: null, nextMemoryMiB: null, jobId: 'former' },
    ...more,
  }) as VmEntity;

/** VMs without a database: what is reserved, written and placed, in this order. */
function pretended({ isBusy = false, isFull = false } = {}) {
  const did: [string, object][] = [];
  const record: Partial<VmRecord> = {
    change: async (_tx, vm, change) => {
      did.push(['change', change]);
      Object.assign(vm, change);
    },
  };
  const orders: Partial<JobOrders> = {
    isBusy: async () => isBusy,
    create: async (_tx, { kind, actorId, input = {} }) => {
      did.push(['place', { kind, actorId, input }]);
      return { id: 'job' } as JobEntity;
    },
  };
  const placement: Partial<Placement> = {
    reserve: async (_tx, vm) => {
      const { diskGiB } = vm;
      did.push(['reserve', { ...wantedSizeOf(vm as VmEntity), diskGiB }]);
      if (isFull) throw new ProblemError('quota-exceeded');
    },
  };
  const sizes = new SizeOrders(record as VmRecord, orders as JobOrders);
  const order = (vm: VmEntity, size: Partial<VmSize>) =>
    sizes.order(
      {} as EntityManager,
      vm,
      { ...HAS, ...size },
      { actorId: 'prof', placement: placement as Placement },
    );
  return { did, order };
}

describe('a size that is ordered', () => {
  it('is reserved first, then written, then a job brings it about', async () => {
    const { did, order } = pretended();
    const vm = vmOf();
    await order(vm, { vcpus: 3, diskGiB: 30 });
    expect(did).toEqual([
      ['reserve', { vcpus: 3, memoryMiB: 2048, diskGiB: 30 }],
      ['change', { diskGiB: 30, nextVcpus: 3, nextMemoryMiB: null }],
      ['place', { kind: 'update', actorId: 'prof', input: {} }],
      ['change', { jobId: 'job' }],
    ]);
  });

  it('beside another job leaves that one to be seen', async () => {
    const { did, order } = pretended({ isBusy: true });
    await order(vmOf(), { vcpus: 3 });
    expect(did.map(([what]) => what)).toEqual(['reserve', 'change', 'place']);
  });

  it('that is beyond the quota changes nothing', async () => {
    const { did, order } = pretended({ isFull: true });
    await expect(order(vmOf(), { vcpus: 4 })).rejects.toMatchObject({ code: 'quota-exceeded' });
    expect(did.map(([what]) => what)).toEqual(['reserve']);
  });

  it.each<[string, Partial<VmEntity>, Partial<VmSize>, string?]>([
    ['what it has', {}, {}],
    [
      'what it is going to have',
      { nextVcpus: 4, nextMemoryMiB: 512 },
      { vcpus: 4, memoryMiB: 512 },
      'at-next-start',
    ],
    ['a smaller disk', {}, { diskGiB: 5 }],
    ['anything, of one that is deleted', { state: 'deleting' }, { vcpus: 4, diskGiB: 40 }],
  ])('and is %s orders nothing', async (_what, has, size, when = 'now') => {
    const { did, order } = pretended();
    expect(await order(vmOf(has), size)).toBe(when);
    expect(did).toEqual([]);
  });

  it('takes back what waited, when it is what the machine has', async () => {
    const { did, order } = pretended();
    await order(vmOf({ nextVcpus: 4, nextMemoryMiB: 4096 }), { diskGiB: 5 });
    expect(did[1]).toEqual(['change', { diskGiB: 20, nextVcpus: null, nextMemoryMiB: null }]);
  });
});

describe('when it is there', () => {
  it.each<[VmState, Partial<VmSize>, 'now' | 'at-next-start']>([
    ['running', { vcpus: 3 }, 'now'],
    ['running', { memoryMiB: 2048 + 128 }, 'now'],
    ['running', { memoryMiB: 2048 + 100 }, 'at-next-start'],
    ['running', { memoryMiB: 1024 }, 'at-next-start'],
    ['running', { vcpus: 1 }, 'at-next-start'],
    ['running', { vcpus: 3, memoryMiB: 1024 }, 'at-next-start'],
    ['running', { diskGiB: 40 }, 'now'],
    ['starting', { vcpus: 1 }, 'at-next-start'],
    ['creating', { vcpus: 1 }, 'at-next-start'],
    ['stopping', { vcpus: 1 }, 'at-next-start'],
    ['stopped', { vcpus: 1, memoryMiB: 512 }, 'now'],
    ['queued', { vcpus: 1 }, 'now'],
    ['failed', { vcpus: 1 }, 'now'],
    ['suspended', { vcpus: 3 }, 'at-next-start'],
    ['suspended', { diskGiB: 40 }, 'now'],
  ])('of one that is %s, for %j: %s', async (state, size, when) => {
    expect(await pretended().order(vmOf({ state }), size)).toBe(when);
  });
});
