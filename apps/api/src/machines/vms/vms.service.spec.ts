import { expect, it } from '@jest/globals';
import type { Vm } from '@vm-manager/contracts';
import type { Actor } from '../../access/identity/actor.js';
import type { FailedVms } from './failed-vms.js';
import type { NewVms } from './new-vms.js';
import type { VmOrders } from './vm-orders.js';
import type { VmReader } from './vm-reader.js';
import type { VmEntity } from './vm.entity.js';
import type { VmUpdates } from './vm-updates.js';
import type { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { VmsService } from './vms.service.js';

const failed = {
  id: 'vm',
  state: 'failed',
  problem: { code: 'creation-failed' },
  job: { id: 'create' },
} as unknown as VmEntity;

/** What a delete answers when this is what is left of the VM once it was ordered. */
async function answerOfDelete(left: VmEntity | null): Promise<Partial<Vm>> {
  const reader: Partial<VmReader> = {
    findFor: async () => failed,
    load: async () => left,
    showRow: async (_actor, vm) => vm as unknown as Vm,
  };
  const orders: Partial<VmOrders> = { place: async () => undefined };
  const others = [{} as NewVms, {} as FailedVms, {} as VmUpdates] as const;
  const vms = new VmsService(reader as VmReader, ...others, orders as VmOrders, {} as VmTemplatesService);
  return vms.remove({} as Actor, 'vm');
}

it('a delete that is done before its answer was accepted all the same', async () => {
  expect(await answerOfDelete(null)).toMatchObject({ id: 'vm', state: 'deleting', problem: null, job: null });
});
it('a delete that goes on shows the VM as it is now', async () => {
  const deleting = { ...failed, state: 'deleting', job: { id: 'delete' } } as unknown as VmEntity;
  expect(await answerOfDelete(deleting)).toMatchObject({ state: 'deleting', job: { id: 'delete' } });
});
