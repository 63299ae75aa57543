import { describe, expect, it, jest } from '@jest/globals';
import type { JobKind } from '@vm-manager/contracts';
import { NEVER } from 'rxjs';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { StepContext } from '../../jobs/job-plan.js';
import type { Hypervisor, Power } from '../../hosts/libvirt/hypervisor.js';
import type { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import type { VmRecord } from '../vms/vm-record.js';
import type { VmEntity } from '../vms/vm.entity.js';
import type { GuestClocks } from './guest-clocks.js';
import type { MachineUpkeep } from './machine-upkeep.js';
import { PowerPlans } from './power.plans.js';

function plans(hypervisor: Partial<Hypervisor>) {
  const templates: Partial<VmTemplatesService> = { shutdownSeconds: async () => 0.1 };
  const record: Partial<VmRecord> = { find: async () => ({ templateId: 'debian-server' }) as VmEntity };
  const all = new PowerPlans(
    hypervisor as Hypervisor,
    templates as VmTemplatesService,
    record as VmRecord,
    {} as MachineUpkeep,
    {} as GuestClocks,
  ).all();
  return (kind: JobKind) => all.find((plan) => plan.kind === kind);
}

describe('the power plans', () => {
  it('count what moves memory as heavy', () => {
    const plan = plans({});
    for (const kind of ['start', 'resume', 'suspend'] as const) expect(plan(kind)?.heavy).toBe(true);
  });

  it('end a shutdown by force when the request does not get through', async () => {
    let power: Power = 'running';
    const result = jest.fn<StepContext['result']>();
    const plan = plans({
      changes: NEVER,
      powerOf: async () => power,
      requestShutdown: () => Promise.reject(new ProblemError('libvirt-unavailable')),
      forceOff: async () => void (power = 'off'),
    })('shutdown');
    const context: Partial<StepContext> = {
      subject: { kind: 'vm', id: 'vm' },
      ownerId: 'alice',
      startedAt: new Date(),
      signal: new AbortController().signal,
      result,
    };
    await plan?.steps[0]?.run(context as StepContext);
    expect(result).toHaveBeenCalledWith({ how: 'forced' });
  });
});
