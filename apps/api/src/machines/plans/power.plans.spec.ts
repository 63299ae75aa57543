import { describe, expect, it, jest } from '@jest/globals';
import { NEVER } from 'rxjs';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Host } from '../../hosts/host.js';
import type { Hypervisor, Power } from '../../hosts/libvirt/hypervisor.js';
import type { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import type { VmRecord } from '../vms/vm-record.js';
import type { VmEntity } from '../vms/vm.entity.js';
import type { GuestClocks } from './guest-clocks.js';
import type { MachineUpkeep } from './machine-upkeep.js';
import type { VmPlan, VmStepContext } from './vm-plan.js';
import { PowerPlans } from './power.plans.js';

function shutdownPlan() {
  const templates: Partial<VmTemplatesService> = { shutdownSeconds: async () => 0.1 };
  const record: Partial<VmRecord> = { find: async () => ({ templateId: 'debian-server' }) as VmEntity };
  const all = new PowerPlans(
    templates as VmTemplatesService,
    record as VmRecord,
    {} as MachineUpkeep,
    {} as GuestClocks,
  ).all();
  return all.find((plan) => plan.kind === 'shutdown') as VmPlan<'shutdown'>;
}

describe('the power plans', () => {
  it('end a shutdown by force when the request does not get through', async () => {
    let power: Power = 'running';
    const result = jest.fn<VmStepContext['result']>();
    const machines: Partial<Hypervisor> = {
      changes: NEVER,
      powerOf: async () => power,
      requestShutdown: () => Promise.reject(new ProblemError('libvirt-unavailable')),
      forceOff: async () => void (power = 'off'),
    };
    const context: Partial<VmStepContext<'shutdown'>> = {
      vmId: 'vm',
      host: { machines } as Host,
      startedAt: new Date(),
      signal: new AbortController().signal,
      result,
    };
    await shutdownPlan().steps['ask-guest'].run(context as VmStepContext<'shutdown'>);
    expect(result).toHaveBeenCalledWith({ how: 'forced' });
  });
});
