import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { GroupQuotaEntity } from '../quotas/group-quota.entity.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { steps, type Step } from './testing/ledger-steps.js';
import { LedgerWorld, type Cast } from './testing/ledger-world.js';

const { seed, numRuns = 0 } = fc.readConfigureGlobal();
const SEQUENCES = Math.max(1_000, numRuns);
const BUDGET = { vms: 5, vcpus: 8, memoryMiB: 9_216, runningMemoryMiB: 7_168 };

let api: TestApi;
let cast: Cast;
beforeAll(async () => {
  api = await startApi({ env: { VMM_BIN_DAYS: '7' } });
  const database = api.app.get(DataSource);
  const users = await database.getRepository(UserEntity).find();
  const owners = Object.fromEntries(users.map(({ username, id }) => [username, id]));
  const groupId = (await database.getRepository(GroupEntity).findOneByOrFail({ name: 'demo' })).id;
  await database.getRepository(GroupQuotaEntity).insert({ groupId, perMember: { vms: 3 }, budget: BUDGET });
  const admin: Actor = {
    ...{ id: owners['admin']!, username: 'admin', displayName: 'Admin', role: 'admin', groups: [] },
    ...{ language: 'fr', sessionId: '', scope: null, address: null },
  };
  const template = await api.app.get(VmTemplatesService).usable('debian-server', admin);
  cast = { owners, groupId, admin, template };
});
afterAll(() => api.stop());

/** Each VM's row of the ledger beside what its record and its machine make of it: those that differ. */
const DIFFERENCES = `
  WITH truth AS (
    SELECT id, owner_id, group_id, host, GREATEST(vcpus, next_vcpus) AS vcpus,
        GREATEST(memory_mib, next_memory_mib) AS memory_mib, disk_gib, id = ANY($1) AS runs,
        (gone_at IS NULL)::int AS in_use FROM vms)
  SELECT row_to_json(truth) AS truth, row_to_json(charge) AS charge
    FROM truth FULL JOIN quota_charges charge ON charge.vm_id = truth.id
   WHERE (charge.vm_id, charge.owner_id, charge.group_id, charge.host, charge.vms, charge.vcpus, charge.memory_mib,
          charge.disk_gib, charge.running_vcpus, charge.running_memory_mib)
      IS DISTINCT FROM
         (truth.id, truth.owner_id, truth.group_id, truth.host, truth.in_use, truth.in_use * truth.vcpus, truth.in_use * truth.memory_mib,
          truth.disk_gib, CASE WHEN runs THEN truth.vcpus ELSE 0 END, CASE WHEN runs THEN truth.memory_mib ELSE 0 END)`;

/** What still adds to a quota though its VM is gone, or though its request has given all but the disk back. */
const LEFT_BEHIND = `
  SELECT given.limits FROM quota_grants given JOIN resource_requests request ON request.id = given.request_id
   WHERE given.ended_at IS NULL
     AND (given.vm_id IS NOT NULL AND given.vm_id NOT IN (SELECT id FROM vms)
       OR request.given_back_at IS NOT NULL AND (given.vm_id IS NULL OR given.limits ?| '{vcpus,memoryMiB}'))`;

async function inATransaction(work: (tx: EntityManager) => Promise<void>): Promise<void> {
  const runner = api.app.get(DataSource).createQueryRunner();
  await runner.startTransaction();
  try {
    await work(runner.manager);
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

it(
  `whatever happens in whatever order, the ledger is the sum of the VMs (PROPERTY_SEED=${seed})`,
  async () => {
    const done = new Map<string, number>();
    const holds = (sequence: Step[]) =>
      inATransaction(async (tx) => {
        const world = new LedgerWorld(tx, api.app, cast);
        for (const one of sequence) {
          await world.run(one);
          expect(await tx.query(DIFFERENCES, [[...world.running]])).toEqual([]);
        }
        expect(await tx.query(LEFT_BEHIND)).toEqual([]);
        for (const [what, times] of world.done) done.set(what, (done.get(what) ?? 0) + times);
      });
    const sequences = fc.asyncProperty(steps, holds);
    await fc.assert(sequences, { numRuns: SEQUENCES });
    const counts = [...done].map(([what, times]) => `${what} ${times}`).join(', ');
    console.log(`${SEQUENCES} sequences, PROPERTY_SEED=${seed}: ${counts}`);
    // A test in which something never happens would prove nothing of it.
    expect(MUST_HAPPEN.filter((what) => (done.get(what) ?? 0) < SEQUENCES / 40)).toEqual([]);
  },
  SEQUENCES * 300,
);

const MUST_HAPPEN = [
  'series',
  'create',
  'create-ends',
  'create-fails',
  'delete',
  'bin',
  'restore',
  'start',
  'stop',
  'resume',
  'resize',
].concat([
  'resize-ends',
  'approve-vm',
  'approve-quota',
  'expire',
  'killed',
  'refused',
  'off',
  'saved',
  'absent',
]);
