import { expect, it } from '@jest/globals';
import type { StepContext } from '../../jobs/job-plan.js';
import { GuestSystem } from '../guest-systems/guest-system.js';
import type { GuestSystems } from '../guest-systems/guest-systems.js';
import type { VmRecord } from '../vms/vm-record.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { SetPasswordPlan } from './set-password.plan.js';

/** Whose administrator is not called root. */
function elsewhere() {
  const did: string[] = [];
  const system: Partial<GuestSystem> = {
    setPassword: async (_vmId, account, password) => void did.push(`${account}: ${password}`),
    setRootPassword: async (_vmId, password) => void did.push(`Administrator: ${password}`),
  };
  const systems: Pick<GuestSystems, 'of'> = { of: () => system as GuestSystem };
  const record: Partial<VmRecord> = {
    find: async (id) => (id === 'gone' ? null : ({ id, templateId: 'windows' } as VmEntity)),
  };
  const results: unknown[] = [];
  const plan = new SetPasswordPlan(systems as GuestSystems, record as VmRecord);
  const run = (vmId: string, account: string, secrets: StepContext['secrets']) => {
    const result = (value: unknown) => void results.push(value);
    return plan.steps[0]?.run({
      subject: { kind: 'vm', id: vmId },
      ownerId: 'alice',
      input: { account },
      secrets,
      result,
    } as unknown as StepContext);
  };
  return { did, results, run };
}

it('root on the wire is whatever governs the system, other accounts are their own', async () => {
  const { did, results, run } = elsewhere();
  await run('vm', 'root', { password: 'un' });
  await run('vm', 'eleve', { password: 'deux' });
  expect(did).toEqual(['Administrator: un', 'eleve: deux']);
  // What the job tells has no password in it.
  expect(results).toEqual([{ account: 'root' }, { account: 'eleve' }]);
});

it('nothing is set of a VM that is gone, or without the password', async () => {
  const { did, run } = elsewhere();
  await expect(run('gone', 'root', { password: 'un' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(run('vm', 'root', {})).rejects.toThrow();
  expect(did).toEqual([]);
});
