import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BinnedVm } from '@vm-manager/contracts';
import type { ApiProcess } from './support/api-process.js';
import { askDatabase } from './support/database.js';
import { eventually, within } from './support/eventually.js';
import { Installation, NOTHING } from './support/installation.js';
import { json, signIn, type Visitor } from './support/visitor.js';

const WITH_BIN = { VMM_BIN_DAYS: '7' };

let installation: Installation;
let api: ApiProcess;
let alice: Visitor;
let id: string;
beforeAll(async () => {
  installation = await Installation.make();
  api = await installation.start(WITH_BIN);
  alice = await signIn(api, 'alice');
  ({ id } = await alice.created('resistante'));
});
afterAll(() => installation.dispose());

const bin = async () => BinnedVm.array().parse(await json(await alice.get('/api/bin'), 200));

async function startAnew(env: Record<string, string> = {}): Promise<void> {
  api = await installation.start({ ...WITH_BIN, ...env });
  alice = alice.at(api);
}

/** The API dies there, on its way to put the machine into the bin; the next one ends the job. */
async function binnedInTwoLives(point: string): Promise<void> {
  await api.interrupt();
  await startAnew({ VMM_TEST_KILL_AT: point });
  // The answer may die with the process.
  await alice.send('DELETE', `/api/vms/${id}`).catch(() => undefined);
  const exit = await within(60_000, `the API kills itself at ${point}`, api.exit);
  expect(exit).toMatchObject({ signal: 'SIGKILL' });
  await startAnew();
  const [job] = await askDatabase<{ id: string }>(
    installation.dataDir,
    `SELECT id FROM jobs WHERE kind = 'bin' ORDER BY created_at DESC LIMIT 1`,
  );
  expect(await alice.ended(job!.id)).toMatchObject({ kind: 'bin', state: 'succeeded', problem: null });
}

it('with the power cut on the way into the bin and out of it, nothing is lost or left', async () => {
  for (const point of ['bin:switch-off:before', 'bin:switch-off:after']) {
    await binnedInTwoLives(point);
    expect((await installation.host.domain(id))?.power).toBe('off');
    expect((await alice.get(`/api/vms/${id}`)).status).toBe(404);
    expect(await bin()).toMatchObject([{ id, name: 'resistante', state: 'stopped' }]);
    await json(await alice.send('POST', `/api/bin/${id}/restore`), 202);
    await alice.act(id, 'start');
    await alice.reached(id, 'running');
  }
  await json(await alice.send('DELETE', `/api/vms/${id}`), 202);
  await eventually('it is off', async () => (await bin())[0]?.state === 'stopped');
  // Its time is over while no process runs, whose database lives on; the first to start deletes it, before it is ready.
  await api.kill();
  await askDatabase(installation.dataDir, 'UPDATE vms SET gone_at = now() WHERE id = $1', [id]);
  const { exit } = installation.spawn({ ...WITH_BIN, VMM_TEST_KILL_AT: 'delete:remove-disks:before' });
  expect(await within(60_000, 'the API kills itself', exit)).toMatchObject({ signal: 'SIGKILL' });
  await startAnew();
  await eventually('it is gone', async () => (await bin()).length === 0);
  expect(await installation.remains()).toEqual(NOTHING);
}, 300_000);
