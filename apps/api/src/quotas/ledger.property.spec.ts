import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { QUOTA_DIMENSIONS, type Limits, type Usage } from '@vm-manager/contracts';
import { GroupEntity } from '../auth/group.entity.js';
import { UserEntity } from '../auth/user.entity.js';
import { ProblemError } from '../http/problem-error.js';
import { startApi, type TestApi } from '../testing/start-api.js';
import { VmRecord } from '../vms/vm-record.js';
import { VmEntity } from '../vms/vm.entity.js';
import { GroupQuotaEntity } from './group-quota.entity.js';
import { QuotaGrantEntity } from './quota-grant.entity.js';
import { QuotaGrants } from './quota-grants.js';
import { QuotaLedger } from './quota-ledger.js';
import { QuotaLimits } from './quota-limits.js';
import { sampleRoom } from './testing/sample-room.js';
import { usageOf } from './usages.js';

const SEQUENCES = 1_000;
const SEED = Number(process.env['QUOTA_SEED'] ?? Date.now() % 2 ** 31);
const PEOPLE = ['alice', 'bob'] as const;
const BUDGET = { vms: 5, vcpus: 12, memoryMiB: 10_240, runningMemoryMiB: 7_168 };
const ROOM = sampleRoom({ runningVcpus: 9, runningMemoryMiB: 8_192, diskGiB: 150 });

type Size = Pick<VmEntity, 'vcpus' | 'memoryMiB' | 'diskGiB'>;
const size = fc.record<Size>({
  vcpus: fc.integer({ min: 1, max: 4 }),
  memoryMiB: fc.integer({ min: 1, max: 6 }).map((gib) => gib * 1024),
  diskGiB: fc.integer({ min: 10, max: 40 }),
});
const which = fc.nat({ max: 5 });
const minutes = fc.integer({ min: 1, max: 500 });

/** What happens to the VMs of two students, in any order. `kill` is a transaction that does not come to its end. */
const step = fc.oneof(
  fc.record({ do: fc.constant('create' as const), who: fc.constantFrom(...PEOPLE), size }),
  fc.record({ do: fc.constant('kill-create' as const), who: fc.constantFrom(...PEOPLE), size }),
  fc.record({
    do: fc.constantFrom('start' as const, 'kill-start' as const, 'stop' as const, 'suspend' as const),
    which,
  }),
  fc.record({ do: fc.constantFrom('delete' as const, 'delete-ends' as const, 'job-fails' as const), which }),
  fc.record({ do: fc.constantFrom('runs' as const, 'off' as const, 'lost' as const), which }),
  fc.record({ do: fc.constant('resize' as const), which, size }),
  fc.record({ do: fc.constant('approve' as const), who: fc.constantFrom(...PEOPLE), vms: which, minutes }),
  fc.record({ do: fc.constant('approve-vm' as const), which, size, minutes }),
  fc.record({ do: fc.constant('time-passes' as const), minutes }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

let api: TestApi;
let ledger: QuotaLedger;
let record: VmRecord;
let limits: QuotaLimits;
let grants: QuotaGrants;
let owners: Record<string, string>;
let groupId: string;

beforeAll(async () => {
  api = await startApi();
  [ledger, record] = [api.app.get(QuotaLedger), api.app.get(VmRecord)];
  [limits, grants] = [api.app.get(QuotaLimits), api.app.get(QuotaGrants)];
  const database = api.app.get(DataSource);
  const users = await database.getRepository(UserEntity).find();
  owners = Object.fromEntries(users.map(({ username, id }) => [username, id]));
  groupId = (await database.getRepository(GroupEntity).findOneByOrFail({ name: 'demo' })).id;
  await database.getRepository(GroupQuotaEntity).insert({ groupId, perMember: { vms: 3 }, budget: BUDGET });
});
afterAll(() => api.stop());

class Undone extends Error {}

/** One world, in a transaction that is undone in the end; `model` is what must come of it. */
class World {
  private now = new Date('2026-09-01T08:00:00Z');
  /** In the order in which they were made; whether its machine runs or is on its way, in our own book-keeping. */
  private vms: { id: string; owner: string; size: Size; runs: boolean }[] = [];
  accepted = 0;
  refused = 0;

  constructor(private readonly tx: EntityManager) {}

  async run(action: Step): Promise<void> {
    switch (action.do) {
      case 'create':
      case 'kill-create':
        return this.create(action.who, action.size, action.do === 'kill-create');
      case 'approve': {
        const until = new Date(this.now.getTime() + action.minutes * 60_000);
        const grant = {
          userId: owners[action.who]!,
          kind: 'at-least' as const,
          limits: { vms: action.vms },
          until,
        };
        return void (await grants.add(this.tx, grant, this.now));
      }
      case 'time-passes':
        return this.timePasses(action.minutes);
      default:
        return this.runOnVm(action);
    }
  }

  private async runOnVm(action: Extract<Step, { which: number }>): Promise<void> {
    const known = this.vms[action.which];
    const vm = known && (await record.lock(this.tx, known.id));
    if (!known || !vm) return;
    switch (action.do) {
      case 'start':
      case 'kill-start':
        if (vm.state !== 'stopped' && vm.state !== 'suspended') return;
        return this.reserve({ ...vm, state: 'starting' }, action.do === 'kill-start', async (tx) => {
          await record.change(tx, vm, { state: 'starting' });
          known.runs = true;
        });
      case 'stop':
      case 'suspend':
        if (vm.state === 'running') await record.change(this.tx, vm, { state: 'stopping' });
        return;
      case 'runs':
        await record.followPower(this.tx, vm.id, 'running');
        if (!['queued', 'creating', 'failed', 'deleting'].includes(vm.state)) known.runs = true;
        return;
      case 'off':
      case 'lost':
        await record.followPower(this.tx, vm.id, action.do === 'off' ? 'off' : 'absent');
        if (!['queued', 'creating', 'failed', 'deleting'].includes(vm.state)) known.runs = false;
        return;
      case 'job-fails':
        if (vm.state !== 'queued') return;
        await record.change(this.tx, vm, { state: 'failed' });
        known.runs = false;
        return;
      case 'delete':
        return record.change(this.tx, vm, { state: 'deleting' });
      case 'delete-ends':
        if (vm.state !== 'deleting') return;
        await record.remove(this.tx, vm);
        this.vms = this.vms.filter(({ id }) => id !== vm.id);
        return;
      case 'resize':
        if (vm.state !== 'stopped' && vm.state !== 'running') return;
        return this.reserve({ ...vm, ...action.size }, false, async (tx) => {
          await tx.update(VmEntity, { id: vm.id }, action.size);
          known.size = action.size;
        });
      case 'approve-vm': {
        const { vcpus } = action.size;
        const until = new Date(this.now.getTime() + action.minutes * 60_000);
        const grant = { userId: known.owner, vmId: vm.id, kind: 'on-top' as const, limits: { vcpus }, until };
        return void (await grants.add(this.tx, grant, this.now));
      }
    }
  }

  private async create(who: string, wanted: Size, killed: boolean): Promise<void> {
    const id = randomUUID();
    const owner = owners[who]!;
    const vm = {
      ...{
        id,
        ownerId: owner,
        groupId,
        name: id,
        nameKey: id,
        templateId: 'debian-server',
        state: 'queued' as const,
      },
      ...{ ...wanted, username: 'eleve', ipAddress: null, host: ROOM.host, folder: id, jobId: null },
      createdAt: this.now,
    };
    await this.attempt(killed, async (tx) => {
      await tx.insert(VmEntity, vm);
      await this.checked(tx, vm);
      this.vms.push({ id, owner, size: wanted, runs: true });
    });
  }

  private reserve(
    vm: VmEntity,
    killed: boolean,
    change: (tx: EntityManager) => Promise<void>,
  ): Promise<void> {
    return this.attempt(killed, async (tx) => {
      await this.checked(tx, vm);
      await change(tx);
    });
  }

  /** In a savepoint of its own; a refusal or a kill leaves nothing of it, in the database and in the model. */
  private async attempt(killed: boolean, work: (tx: EntityManager) => Promise<void>): Promise<void> {
    const before = structuredClone(this.vms);
    try {
      await this.tx.transaction(async (tx) => {
        await work(tx);
        if (killed) throw new Undone();
      });
      this.accepted += 1;
    } catch (error) {
      this.vms = before;
      if (error instanceof Undone) return;
      if (!(error instanceof ProblemError && error.code === 'quota-exceeded')) throw error;
      this.refused += 1;
    }
  }

  /** What is reserved twice counts once, and what is accepted keeps to every limit that it adds to. */
  private async checked(
    tx: EntityManager,
    vm: VmEntity | Parameters<QuotaLedger['reserve']>[1],
  ): Promise<void> {
    const before = await usageOf(tx, 'owner_id', vm.ownerId);
    await ledger.reserve(tx, vm, ROOM, this.now);
    await ledger.reserve(tx, vm, ROOM, this.now);
    const after = await usageOf(tx, 'owner_id', vm.ownerId);
    const grew = QUOTA_DIMENSIONS.filter((dimension) => after[dimension] > before[dimension]);
    const personal = (await limits.of(tx, [vm.ownerId], this.now)).get(vm.ownerId)!.effective;
    const levels: [Usage, Partial<Limits>][] = [
      [after, personal],
      [await usageOf(tx, 'group_id', groupId), BUDGET],
      [await usageOf(tx, 'host', ROOM.host), ROOM.limits],
    ];
    for (const [used, allowed] of levels)
      for (const dimension of grew)
        expect(used[dimension]).toBeLessThanOrEqual(allowed[dimension] ?? Number.POSITIVE_INFINITY);
  }

  /** What was granted for a time ends: a quota by itself, a VM's size when it is taken back. */
  private async timePasses(passed: number): Promise<void> {
    this.now = new Date(this.now.getTime() + passed * 60_000);
    const due = await this.tx.find(QuotaGrantEntity);
    for (const { id, until } of due)
      if (until && until <= this.now) await grants.end(this.tx, { id }, this.now);
  }

  async ledgerIsTheSumOfTheVms(): Promise<void> {
    for (const who of PEOPLE) {
      const own = this.vms.filter(({ owner }) => owner === owners[who]);
      const sum = (amount: (vm: (typeof own)[number]) => number) =>
        own.reduce((all, vm) => all + amount(vm), 0);
      expect(await usageOf(this.tx, 'owner_id', owners[who]!)).toEqual({
        vms: own.length,
        vcpus: sum(({ size }) => size.vcpus),
        memoryMiB: sum(({ size }) => size.memoryMiB),
        diskGiB: sum(({ size }) => size.diskGiB),
        runningVcpus: sum(({ size, runs }) => (runs ? size.vcpus : 0)),
        runningMemoryMiB: sum(({ size, runs }) => (runs ? size.memoryMiB : 0)),
      });
    }
  }
}

it(`whatever happens in whatever order, the ledger is the sum of the VMs (seed ${SEED})`, async () => {
  let [accepted, refused] = [0, 0];
  const sequences = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), async (steps) => {
    const runner = api.app.get(DataSource).createQueryRunner();
    await runner.startTransaction();
    try {
      const world = new World(runner.manager);
      for (const one of steps) {
        await world.run(one);
        await world.ledgerIsTheSumOfTheVms();
      }
      accepted += world.accepted;
      refused += world.refused;
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  });
  await fc.assert(sequences, { numRuns: SEQUENCES, seed: SEED, endOnFailure: false });
  // A test in which nothing is refused, or nothing accepted, would prove nothing.
  console.log(`${SEQUENCES} sequences, seed ${SEED}: ${accepted} reservations accepted, ${refused} refused`);
  expect(Math.min(accepted, refused)).toBeGreaterThan(SEQUENCES / 4);
}, 180_000);
