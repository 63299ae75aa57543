import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { declarationOf, RestorePoint, type Job } from '@vm-manager/contracts';
import type { ApiProcess } from './support/api-process.js';
import { askDatabase } from './support/database.js';
import { within } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { json, signIn, type Visitor } from './support/visitor.js';

/** Each step once, by turns before and after its work. */
const cuts = (kind: Job['kind'], first: number) =>
  declarationOf(kind).steps.map(
    (step, index) => `${kind}:${step}:${(index + first) % 2 === 0 ? 'before' : 'after'}`,
  );

let installation: Installation;
let api: ApiProcess;
let alice: Visitor;
let id: string;
beforeAll(async () => {
  installation = await Installation.make();
  api = await installation.start();
  alice = await signIn(api, 'alice');
  ({ id } = await alice.created('resistante', { vcpus: 1, memoryMiB: 1024, diskGiB: 12 }));
});
afterAll(() => installation.dispose());

const path = () => `/api/vms/${id}/restore-points`;
const points = async () => RestorePoint.array().parse(await json(await alice.get(path()), 200));

/** Asks for it of an API that dies there, and waits for the next one to end the job. */
async function cutOff(point: string, ask: () => Promise<unknown>): Promise<void> {
  await api.interrupt();
  api = await installation.start({ VMM_TEST_KILL_AT: point });
  alice = alice.at(api);
  // The answer may die with the process.
  await ask().catch(() => undefined);
  const exit = await within(60_000, `the API kills itself at ${point}`, api.exit);
  expect(exit).toMatchObject({ signal: 'SIGKILL' });
  api = await installation.start();
  alice = alice.at(api);
  const [job] = await askDatabase<{ id: string }>(
    installation.dataDir,
    'SELECT id FROM jobs ORDER BY created_at DESC LIMIT 1',
  );
  const kind = point.split(':')[0];
  expect(await alice.ended(job!.id)).toMatchObject({ kind, state: 'succeeded', problem: null });
}

it('with the power cut in any step, points are made, gone back to and removed, once', async () => {
  for (const [index, point] of [0, 1].flatMap((first) => cuts('make-restore-point', first)).entries()) {
    await cutOff(point, () => alice.send('POST', path(), { name: `point ${index}` }));
    expect((await points()).map(({ name }) => name).slice(1 + index)).toEqual([`point ${index}`]);
  }
  const [first] = (await points()).slice(1);
  for (const point of cuts('revert', 1)) {
    const before = await points();
    const keeps = point.includes('make-point');
    await cutOff(point, () =>
      alice.send('POST', `${path()}/${first!.id}/revert`, keeps ? { keepAs: point } : {}),
    );
    expect(await alice.vm(id)).toMatchObject({ state: 'running', vcpus: 1, diskGiB: 12, atNextStart: null });
    expect(await points()).toHaveLength(before.length + (keeps ? 1 : 0));
  }
  for (const point of cuts('delete-restore-point', 1)) {
    const last = (await points()).at(-1)!;
    await cutOff(point, () => alice.send('DELETE', `${path()}/${last.id}`));
    expect((await points()).map((one) => one.id)).not.toContain(last.id);
  }
  // What the portal knows is what the host has, and what is charged.
  const known = await points();
  const onHost = Object.keys((await installation.host.domain(id))?.points ?? {});
  expect(onHost.sort()).toEqual(known.map((one) => one.id).sort());
  const [charged] = await askDatabase<{ disk: number }>(
    installation.dataDir,
    'SELECT disk_gib AS disk FROM quota_charges WHERE vm_id = $1',
    [id],
  );
  const sizeMiB = known.reduce((sum, one) => sum + one.sizeMiB, 0);
  expect(charged!.disk).toBe(12 + Math.ceil(sizeMiB / 1024));
}, 600_000);
