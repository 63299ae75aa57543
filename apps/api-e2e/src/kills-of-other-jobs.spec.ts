import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Box, declarationOf, type Vm } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import * as z from 'zod';
import { vmm } from './support/command.js';
import { askDatabase } from './support/database.js';
import { within } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { json, liftQuota, signIn } from './support/visitor.js';

const PLAN = pathToFileURL(join(import.meta.dirname, 'support/host-job.mjs')).href;
const WITH_PLAN = { NODE_OPTIONS: `--import=${PLAN}` };

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.make();
});
afterAll(() => installation.dispose());

// As issues to come will have: boxes are baked on hosts, restore points belong to groups.
it('a job that is done on a host goes on after its worker was killed, once', async () => {
  const started = await installation.start(WITH_PLAN);
  let admin = await signIn(started, 'admin');
  const id = randomUUID();
  // As after a restored backup: the queue does not know it, and is told at the next start.
  await askDatabase(
    installation.dataDir,
    `INSERT INTO jobs (id, subject_kind, subject_id, kind, estimate_group, state, steps, progress, input, created_at)
     VALUES ($1, 'host', 'hote-1', 'reset', '', 'queued', '[]', 0, '{}', now())`,
    [id],
  );
  await started.kill();
  for (const point of ['reset:force:before', 'reset:force:after']) {
    // The job waits already: the process may die of it before it says that it is ready.
    const dying = installation.spawn({ ...WITH_PLAN, VMM_TEST_KILL_AT: point });
    const exit = await within(60_000, `the API kills itself at ${point}`, dying.exit);
    expect(exit).toEqual({ code: null, signal: 'SIGKILL' });
  }
  const api = await installation.start(WITH_PLAN);
  admin = admin.at(api);
  expect(await admin.ended(id)).toMatchObject({
    ...{ subject: { kind: 'host', id: 'hote-1' }, vmId: null, state: 'succeeded', progress: 100 },
    steps: [{ name: 'force', state: 'done' }],
  });
  expect(await admin.log(id)).toContain('worked on host hote-1');
  const alice = await signIn(api, 'alice');
  expect((await alice.get(`/api/jobs/${id}`)).status).toBe(404);
  // Alive, it would take the next test's job from the process that is to die of it.
  await api.interrupt();
});

it('a bake that is cut off at step after step ends with one box that is whole', async () => {
  const started = await installation.start();
  const id = randomUUID();
  await askDatabase(
    installation.dataDir,
    `INSERT INTO jobs (id, subject_kind, subject_id, kind, estimate_group, state, steps, progress, input, created_at)
     VALUES ($1, 'template', 'debian-server', 'bake', '', 'queued', '[]', 0, $2, now())`,
    [id, JSON.stringify({ box: 'debian-server', isWeekly: false })],
  );
  await started.kill();
  for (const point of ['bake-box:before', 'bake-box:after', 'import-box:before', 'import-box:after']) {
    const dying = installation.spawn({ VMM_TEST_KILL_AT: `bake:${point}` });
    const exit = await within(60_000, `the API kills itself at ${point}`, dying.exit);
    expect(exit).toEqual({ code: null, signal: 'SIGKILL' });
  }
  const admin = await signIn(await installation.start(), 'admin');
  expect(await admin.ended(id)).toMatchObject({ state: 'succeeded', progress: 100 });
  const boxes = z.array(Box).parse(await json(await admin.get('/api/boxes'), 200));
  expect(boxes.filter(({ sizeBytes }) => sizeBytes > 0)).toMatchObject([
    { name: 'debian-server', state: 'ready', images: [{ host: 'demonstration' }] },
  ]);
  const files = await readdir(join(installation.dataDir, 'boxes'));
  expect(files.map((file) => file.replace(/.*\.box/, '')).sort()).toEqual(['', '.json', '.sha256']);
});

it('a machine comes back out of a backup once, whichever step the power cut falls into', async () => {
  const own = await Installation.make();
  try {
    const [folder, phrase] = [join(own.folder, 'backups'), join(own.folder, 'passphrase')];
    const env = { VMM_BACKUP_DIR: folder };
    await mkdir(folder);
    await writeFile(phrase, 'une phrase que personne ne devine');
    let api = await own.start(env);
    let alice = await signIn(api, 'alice');
    await liftQuota(api, alice);
    const lost = await alice.created('perdue', { vcpus: 1, memoryMiB: 512, diskGiB: 10 });
    expect(await vmm(own, ['backup', '--machines', '--passphrase-file', phrase], { env })).toMatchObject({
      code: 0,
    });
    const [backup = ''] = await readdir(folder);
    const back: string[] = [];
    const { steps } = declarationOf('bring-back');
    for (const point of [...steps.map((step) => `${step}:before`), `${steps.at(-1)}:after`]) {
      await api.interrupt();
      api = await own.start({ ...env, VMM_TEST_KILL_AT: `bring-back:${point}` });
      const prof = await signIn(api, 'prof');
      // Killed in the first step, the process may take its answer with it.
      await prof.send('POST', `/api/vms/${lost.id}/bring-back`, { backup }).catch(() => undefined);
      expect(await within(30_000, 'the API kills itself', api.exit)).toEqual({
        code: null,
        signal: 'SIGKILL',
      });
      api = await own.start(env);
      alice = alice.at(api);
      const [job] = await askDatabase<{ id: string; vmId: string }>(
        own.dataDir,
        `SELECT id, subject_id AS "vmId" FROM jobs WHERE kind = 'bring-back' ORDER BY created_at DESC LIMIT 1`,
      );
      expect(await alice.ended(job!.id)).toMatchObject({ state: 'succeeded', problem: null });
      expect(await alice.vm(job!.vmId)).toMatchObject({ state: 'stopped', problem: null });
      back.push(job!.vmId);
    }
    const vms = (await json(await alice.get('/api/vms'), 200)) as Vm[];
    expect(vms.map(({ id }) => id).sort()).toEqual([lost.id, ...back].sort());
    const { domains, disks, folders } = await own.remains();
    expect(domains.sort()).toEqual([lost.id, ...back].sort());
    expect(disks).toHaveLength(back.length + 1);
    expect(folders).toHaveLength(back.length + 1);
  } finally {
    await own.dispose();
  }
}, 300_000);
