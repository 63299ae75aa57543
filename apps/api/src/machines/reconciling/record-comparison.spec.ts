import { describe, expect, it, jest } from '@jest/globals';
import type { VmState } from '@vm-manager/contracts';
import type { DataSource } from 'typeorm';
import type { JobOrders } from '../../jobs/job-orders.js';
import type { Host } from '../../hosts/host.js';
import type { Hosts } from '../../hosts/hosts.js';
import type { Hypervisor, OwnedDomain, Power } from '../../hosts/libvirt/hypervisor.js';
import { RecordComparison } from './record-comparison.js';
import type { VmAddresses } from './vm-addresses.js';
import type { VmRecord } from '../vms/vm-record.js';
import type { VmEntity } from '../vms/vm.entity.js';

/** One machine: what the list of the host said of it, what the host says now, and what its record said and says. */
async function reconcile(
  listed: OwnedDomain['power'],
  now: Power,
  read: VmState,
  locked: VmState,
  ipAddress: string | null = '192.0.2.7',
) {
  let inTransaction = false;
  const askedInTransaction: boolean[] = [];
  const followPower = jest.fn<VmRecord['followPower']>();
  const dataSource = {
    transaction: async (work: (tx: unknown) => Promise<void>) => {
      inTransaction = true;
      await work({});
      inTransaction = false;
    },
  } as unknown as DataSource;
  const machines: Partial<Hypervisor> = {
    powerOf: async () => {
      askedInTransaction.push(inTransaction);
      return now;
    },
  };
  const host: Partial<Host> = { machines: machines as Hypervisor, name: async () => 'host' };
  const record: Partial<VmRecord> = {
    lock: async () => ({ id: 'vm', host: 'host', state: locked }) as VmEntity,
    followPower,
  };
  const jobs: Partial<JobOrders> = { isBusy: async () => false };
  const addressesAsked: string[] = [];
  const addresses: Partial<VmAddresses> = { follow: async (vmId) => void addressesAsked.push(vmId) };
  const comparison = new RecordComparison(
    dataSource,
    {} as Hosts,
    record as VmRecord,
    jobs as JobOrders,
    addresses as VmAddresses,
  );
  const vm: Partial<VmEntity> = { id: 'vm', host: 'host', state: read, ipAddress };
  await comparison.followAll(host as Host, [vm as VmEntity], new Map([['vm', listed]]));
  return { followed: followPower.mock.calls.map(([, , power]) => power), askedInTransaction, addressesAsked };
}

describe('the comparison of records and host', () => {
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
  it('looks for the address of a running VM that has none, and of no other', async () => {
    expect((await reconcile('running', 'running', 'running', 'running', null)).addressesAsked).toEqual([
      'vm',
    ]);
    expect((await reconcile('running', 'running', 'running', 'running')).addressesAsked).toEqual([]);
    expect((await reconcile('off', 'off', 'stopped', 'stopped', null)).addressesAsked).toEqual([]);
  });
});
