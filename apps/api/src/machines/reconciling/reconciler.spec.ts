import { describe, expect, it, jest } from '@jest/globals';
import type { VmState } from '@vm-manager/contracts';
import type { DataSource } from 'typeorm';
import type { Routines } from '../../foundation/database/routines.js';
import type { Jobs } from '../../jobs/jobs.js';
import type { Hypervisor, OwnedDomain, Power } from '../../hosts/libvirt/hypervisor.js';
import type { OwnerNetworks } from '../owner-networks/owner-networks.js';
import type { PowerCut } from './power-cut.js';
import { Reconciler } from './reconciler.js';
import type { Strays } from './strays.js';
import type { VmRecord } from '../vms/vm-record.js';
import { VmEntity } from '../vms/vm.entity.js';

/** One machine: what the list of the host said of it, what the host says now, and what its record said and says. */
async function reconcile(listed: OwnedDomain['power'], now: Power, read: VmState, locked: VmState) {
  let inTransaction = false;
  const askedInTransaction: boolean[] = [];
  const followPower = jest.fn<VmRecord['followPower']>();
  const dataSource = {
    getRepository: (entity: unknown) => ({
      find: async () => (entity === VmEntity ? [{ id: 'vm', state: read }] : []),
    }),
    transaction: async (work: (tx: unknown) => Promise<void>) => {
      inTransaction = true;
      await work({});
      inTransaction = false;
    },
  } as unknown as DataSource;
  const hypervisor: Partial<Hypervisor> = {
    list: async () => [{ vmId: 'vm', ownerId: 'owner', installationId: 'here', power: listed }],
    powerOf: async () => {
      askedInTransaction.push(inTransaction);
      return now;
    },
  };
  const record: Partial<VmRecord> = {
    lock: async () => ({ id: 'vm', state: locked }) as VmEntity,
    followPower,
  };
  const orders: Partial<Jobs> = { resendLost: async () => undefined, isBusy: async () => false };
  await new Reconciler(
    dataSource,
    {} as Routines,
    hypervisor as Hypervisor,
    record as VmRecord,
    orders as Jobs,
    {} as OwnerNetworks,
    { bringBack: async () => undefined } as unknown as PowerCut,
    { handle: async () => undefined } as unknown as Strays,
  ).reconcile(new AbortController().signal);
  return { followed: followPower.mock.calls.map(([, , power]) => power), askedInTransaction };
}

describe('the reconciler', () => {
  it('asks the host anew, outside of the transaction', async () => {
    const { followed, askedInTransaction } = await reconcile('off', 'saved', 'running', 'running');
    expect(followed).toEqual(['saved']);
    expect(askedInTransaction).toEqual([false]);
  });
  it('asks nothing about a record that says what the host says', async () => {
    const { followed, askedInTransaction } = await reconcile('running', 'off', 'running', 'running');
    expect([followed, askedInTransaction]).toEqual([[], []]);
  });
  it('leaves a record alone that has changed meanwhile', async () => {
    expect((await reconcile('off', 'off', 'running', 'stopped')).followed).toEqual([]);
  });
});
