import { expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import type { JobOutcome } from '../../jobs/job-plan.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import type { NoticeSender } from '../../messages/notices/notice-sender.js';
import { GuestSystem } from '../guest-systems/guest-system.js';
import type { GuestSystems } from '../guest-systems/guest-systems.js';
import type { VmRecord } from '../vms/vm-record.js';
import type { VmEntity } from '../vms/vm.entity.js';
import type { VmStepContext } from './vm-plan.js';
import { SetPasswordPlan } from './set-password.plan.js';

/** Whose administrator is not called root. */
function elsewhere() {
  const did: string[] = [];
  const system: Partial<GuestSystem> = {
    setPassword: async (_vmId, account, password) => void did.push(`${account}: ${password}`),
    setRootPassword: async (_vmId, password) => void did.push(`Administrator: ${password}`),
  };
  const systems: Pick<GuestSystems, 'of'> = { of: async () => system as GuestSystem };
  const record: Partial<VmRecord> = {
    find: async (id) => (id === 'gone' ? null : ({ id, name: 'web', templateId: 'windows' } as VmEntity)),
    followAfterJob: async () => async () => undefined,
  };
  const results: unknown[] = [];
  const told: unknown[] = [];
  const notices: Pick<NoticeSender, 'tell'> = {
    tell: async (_tx, { userIds }, { kind, params }) => void told.push([userIds, kind, params]),
  };
  const plan = new SetPasswordPlan(systems as GuestSystems, record as VmRecord, notices as NoticeSender);
  const settle = async (outcome: JobOutcome, job: Partial<JobEntity>) => {
    const tx = { findOneBy: async () => ({ displayName: 'Prof' }) };
    const asked = { subjectId: 'vm', ownerId: 'alice', actorId: 'prof', input: { account: 'root' } };
    await (
      await plan.settle({ ...asked, ...job } as JobEntity, outcome)
    )(tx as unknown as EntityManager);
  };
  const run = (vmId: string, account: string, password: string) => {
    const result = (value: unknown) => void results.push(value);
    return plan.steps['set-password'].run({
      ...{ vmId, host: {}, input: { account }, secrets: { password }, result },
    } as unknown as VmStepContext<'set-password'>);
  };
  return { did, results, run, settle, told };
}

it('root on the wire is whatever governs the system, other accounts are their own', async () => {
  const { did, results, run } = elsewhere();
  await run('vm', 'root', 'un');
  await run('vm', 'eleve', 'deux');
  expect(did).toEqual(['Administrator: un', 'eleve: deux']);
  // What the job tells has no password in it.
  expect(results).toEqual([{ account: 'root' }, { account: 'eleve' }]);
});

it('nothing is set of a VM that is gone', async () => {
  const { did, run } = elsewhere();
  await expect(run('gone', 'root', 'un')).rejects.toMatchObject({ code: 'not-found' });
  expect(did).toEqual([]);
});

it('the owner is told when it is done, by whom, and not of what came to nothing or is their own', async () => {
  const { settle, told } = elsewhere();
  await settle('failed', {});
  await settle('cancelled', {});
  await settle('succeeded', { actorId: 'alice' });
  expect(told).toEqual([]);
  await settle('succeeded', {});
  expect(told).toEqual([[['alice'], 'vm-password', { person: 'Prof', vm: 'web', account: 'root' }]]);
});
