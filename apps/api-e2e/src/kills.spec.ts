import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { declarationOf, type Job, type Vm } from '@vm-manager/contracts';
import type { ApiProcess, Exit } from './support/api-process.js';
import { askDatabase } from './support/database.js';
import { within } from './support/eventually.js';
import { sha256, type FakeDomain } from './support/fake-host.js';
import { Installation, NOTHING } from './support/installation.js';
import { inPool } from './support/pool.js';
import { json, NEW_VM, signIn } from './support/visitor.js';

/** Before anything is done, and after each step, which is then done again. Before the next step is the same, but for that. */
const cuts = (kind: Job['kind'], steps: readonly string[] = declarationOf(kind).steps) => [
  `${kind}:${steps[0]}:before`,
  ...steps.map((step) => `${kind}:${step}:after`),
];

/** Each life ends twice: once while it is made, once while it is removed. */
const KILLS = cuts('create').map((creating, index) => {
  const deletions = cuts('delete');
  return { creating, deleting: deletions[index % deletions.length]! };
});
const AT_ONCE = 3;
const DIES_WITHIN_MS = 90_000;

interface Story {
  deaths: Exit[];
  created: { vm: Vm; job: Job; log: string };
  domain: FakeDomain | null;
  remainsAlive: Awaited<ReturnType<Installation['remains']>>;
  deleted: Job;
  remainsDead: Awaited<ReturnType<Installation['remains']>>;
}

const died = (api: ApiProcess) => within(DIES_WITHIN_MS, 'the API kills itself', api.exit);

const CUT_OFF = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'];

/**
 * The job that somebody asked for. A process that is killed in a job's first step may take its answer with it:
 * then only the database tells which job it was.
 */
async function jobOf(installation: Installation, kind: Job['kind'], asked: Promise<unknown>) {
  await asked.catch((error: unknown) => {
    // Of Node's own world, whose TypeError is not the test's.
    const { cause } = error as { cause?: { code?: string } };
    if (!CUT_OFF.includes(cause?.code ?? '')) throw error;
  });
  const [job] = await askDatabase<{ id: string; vmId: string }>(
    installation.dataDir,
    'SELECT id, subject_id AS "vmId" FROM jobs WHERE kind = $1 ORDER BY created_at DESC LIMIT 1',
    [kind],
  );
  if (!job) throw new Error(`No ${kind} was begun`);
  return job;
}

async function live({ creating, deleting }: (typeof KILLS)[number]): Promise<Story> {
  const installation = await Installation.make();
  try {
    const deaths: Exit[] = [];
    let api = await installation.start({ VMM_TEST_KILL_AT: creating });
    let alice = await signIn(api, 'alice');
    const creation = await jobOf(installation, 'create', alice.create('tenace'));
    const id = creation.vmId;
    deaths.push(await died(api));

    api = await installation.start({ VMM_TEST_KILL_AT: deleting });
    alice = alice.at(api);
    const created = await alice.ended(creation.id);
    const vm = (await alice.vm(id))!;
    const domain = await installation.host.domain(id);
    const remainsAlive = await installation.remains();
    const log = await alice.log(created.id);
    const removal = await jobOf(installation, 'delete', alice.remove(id));
    deaths.push(await died(api));

    api = await installation.start();
    alice = alice.at(api);
    await alice.gone(id);
    return {
      deaths,
      created: { vm, job: created, log },
      domain,
      remainsAlive,
      deleted: await alice.ended(removal.id),
      remainsDead: await installation.remains(),
    };
  } finally {
    await installation.dispose();
  }
}

describe('with the power cut in the middle of a step', () => {
  let stories: Promise<Story>[] = [];
  beforeAll(() => {
    stories = inPool(
      AT_ONCE,
      KILLS.map((kills) => () => live(kills)),
    );
  });
  afterAll(() => Promise.allSettled(stories), 300_000);

  it.each(KILLS.map(({ creating, deleting }, index) => ({ creating, deleting, index })))(
    'a VM is made in spite of $creating and removed in spite of $deleting',
    async ({ index }) => {
      const { deaths, created, domain, remainsAlive, deleted, remainsDead } = await stories[index]!;
      expect(deaths).toEqual([
        { code: null, signal: 'SIGKILL' },
        { code: null, signal: 'SIGKILL' },
      ]);

      expect(created.job).toMatchObject({ state: 'succeeded', problem: null, progress: 100 });
      expect(created.job.steps.map(({ state }) => /done|skipped/.test(state))).not.toContain(false);
      expect(created.vm.state).toBe('running');
      // One machine, made once: what was there after the kill is what is there now.
      expect(created.log.match(/Creating domain/g)).toHaveLength(1);
      expect(domain?.passwords).toEqual({
        eleve: sha256(NEW_VM.password),
        root: sha256(NEW_VM.rootPassword),
      });
      expect(remainsAlive).toMatchObject({
        domains: [created.vm.id],
        disks: [`vmm-${created.vm.id}.img`],
        networks: [expect.any(String)],
        folders: [expect.stringMatching(/^alice\/tenace-/)],
      });

      expect(deleted).toMatchObject({ kind: 'delete', state: 'succeeded', problem: null });
      expect(remainsDead).toEqual(NOTHING);
    },
    300_000,
  );
});

/** Together with a resize: each step of it is cut off twice. */
describe('with the power cut in the middle of a change', () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await Installation.make();
  });
  afterAll(() => installation.dispose());

  it('a VM has all that was wanted in the end, once', async () => {
    let api = await installation.start();
    let alice = await signIn(api, 'alice');
    const { id } = await alice.created('changeante', { vcpus: 1, memoryMiB: 1024, diskGiB: 12 });
    for (const [index, point] of cuts('update').entries()) {
      await api.interrupt();
      api = await installation.start({ VMM_TEST_KILL_AT: point });
      alice = alice.at(api);
      // More and less by turns, each time another disk and another name.
      const size = { vcpus: 1 + (index % 2), memoryMiB: 1024 + 512 * (index % 2), diskGiB: 13 + index };
      const change = { name: `changeante-${index}`, ...size };
      const patched = alice.send('PATCH', `/api/vms/${id}`, change).then((answer) => json(answer, 202));
      const job = await jobOf(installation, 'update', patched);
      expect(await died(api)).toEqual({ code: null, signal: 'SIGKILL' });

      api = await installation.start();
      alice = alice.at(api);
      expect(await alice.ended(job.id)).toMatchObject({ kind: 'update', state: 'succeeded', problem: null });
      const vm = (await alice.vm(id))!;
      const [less, more] = [
        { vcpus: 1, memoryMiB: 1024 },
        { vcpus: 2, memoryMiB: 1536 },
      ];
      const isBack = index > 0 && index % 2 === 0;
      expect(vm).toMatchObject({
        ...change,
        ...(index === 0 ? less : more),
        atNextStart: isBack ? less : null,
      });
      expect((await installation.host.domain(id))?.machine).toMatchObject({
        ...{ vcpus: vm.vcpus, memoryMiB: vm.memoryMiB, diskGiB: vm.diskGiB },
        next: { name: vm.name, vcpus: size.vcpus, memoryMiB: size.memoryMiB },
        guest: { hostName: vm.name, fileSystemGiB: vm.diskGiB },
      });
    }
  }, 300_000);
});

/** Of a VM whose machine is gone: what it does before the steps of a creation, and the one that makes it. */
const REBUILD = ['stop-work', 'remove-machine', 'remove-disks', 'make-machine', 'create-account'];

describe('with the power cut in the middle of a rebuild', () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await Installation.make();
  });
  afterAll(() => installation.dispose());

  it('a VM has one machine in the end, with its new passwords', async () => {
    let api = await installation.start();
    let alice = await signIn(api, 'alice');
    const { id } = await alice.created('rebatie');
    for (const point of cuts('rebuild', REBUILD)) {
      await api.interrupt();
      await installation.host.remove('domain', id);
      api = await installation.start({ VMM_TEST_KILL_AT: point });
      alice = alice.at(api);
      await alice.reached(id, 'failed');
      const passwords = { password: `neuf ${point}`, rootPassword: `racine ${point}` };
      const job = await jobOf(installation, 'rebuild', alice.act(id, 'rebuild', passwords));
      expect(await died(api)).toEqual({ code: null, signal: 'SIGKILL' });

      api = await installation.start();
      alice = alice.at(api);
      expect(await alice.ended(job.id)).toMatchObject({ kind: 'rebuild', state: 'succeeded' });
      expect(await alice.vm(id)).toMatchObject({ state: 'running', problem: null });
      expect((await installation.host.domain(id))?.passwords).toEqual({
        eleve: sha256(passwords.password),
        root: sha256(passwords.rootPassword),
      });
      expect(await installation.remains()).toMatchObject({
        domains: [id],
        disks: [`vmm-${id}.img`],
        folders: [expect.stringMatching(/^alice\/rebatie-/)],
      });
    }
  }, 300_000);
});
