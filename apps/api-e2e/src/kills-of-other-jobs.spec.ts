import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { askDatabase } from './support/database.js';
import { within } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { signIn } from './support/visitor.js';

const PLAN = pathToFileURL(join(import.meta.dirname, 'support/host-job.mjs')).href;
const WITH_PLAN = { NODE_OPTIONS: `--import=${PLAN}` };

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.make();
});
afterAll(() => installation.dispose());

// As issues to come will have: boxes are baked on hosts, restore points belong to groups.
it('a job that is done on a host goes on after its worker was killed, once', async () => {
  let api = await installation.start(WITH_PLAN);
  let admin = await signIn(api, 'admin');
  const id = randomUUID();
  // As after a restored backup: the queue does not know it, and is told at the next start.
  await askDatabase(
    installation.dataDir,
    `INSERT INTO jobs (id, subject_kind, subject_id, kind, estimate_group, state, steps, progress, input, created_at)
     VALUES ($1, 'host', 'hote-1', 'reset', '', 'queued', '[]', 0, '{}', now())`,
    [id],
  );
  for (const point of ['reset:force:before', 'reset:force:after']) {
    await api.kill();
    api = await installation.start({ ...WITH_PLAN, VMM_TEST_KILL_AT: point });
    const exit = await within(30_000, 'the API kills itself', api.exit);
    expect(exit).toEqual({ code: null, signal: 'SIGKILL' });
  }
  api = await installation.start(WITH_PLAN);
  admin = admin.at(api);
  expect(await admin.ended(id)).toMatchObject({
    ...{ subject: { kind: 'host', id: 'hote-1' }, vmId: null, state: 'succeeded', progress: 100 },
    steps: [{ name: 'force', state: 'done' }],
  });
  expect(await admin.log(id)).toContain('worked on host hote-1');
  const alice = await signIn(api, 'alice');
  expect((await alice.get(`/api/jobs/${id}`)).status).toBe(404);
});
