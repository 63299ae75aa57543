import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cp, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiProcess } from './support/api-process.js';
import { askDatabase, postmasterOf } from './support/database.js';
import { eventually } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { signIn, type Visitor } from './support/visitor.js';

let ours: Installation;
let theirs: Installation;
const onOurFolders = () => ({ STUDENT_VMS_DIR: ours.studentVmsDir });

beforeAll(async () => {
  [ours, theirs] = [await Installation.make(), await Installation.make()];
  // One host: machines, disks, networks and VM folders of both lie in the same places.
  await mkdir(ours.host.folder);
  await symlink(ours.host.folder, theirs.host.folder);
});
afterAll(async () => {
  await theirs.dispose();
  await ours.dispose();
});

/** Resolves when a reconciliation that began after this call is over: this is the last thing that one does. */
async function reconciled(installation: Installation, start: () => Promise<unknown>): Promise<void> {
  const network = { name: `vmm-marker-${Date.now()}`, bridge: 'vmmarker', octets: '10.250.250' };
  await installation.host.put('network', network.name, network);
  await askDatabase(
    installation.dataDir,
    `INSERT INTO owner_networks (owner_id, host, name, bridge, octets) VALUES (gen_random_uuid(), 'demonstration', $1, $2, $3)`,
    Object.values(network),
  );
  await start();
  await eventually('the reconciler ran to its end', async () => {
    const known = await askDatabase(installation.dataDir, 'SELECT FROM owner_networks WHERE name = $1', [
      network.name,
    ]);
    return known.length === 0;
  });
  expect((await installation.host.inventory()).networks).not.toContain(network.name);
}

describe('two installations on one host', () => {
  let alice: Visitor;
  let mine: string;
  let foreign: string;
  let warned: ApiProcess;
  const lost = '0f0e0d0c-0b0a-4908-8706-050403020100';

  it('each make and see their own', async () => {
    const [us, them] = await Promise.all([ours.start(), theirs.start(onOurFolders())]);
    alice = await signIn(us, 'alice');
    const stranger = await signIn(them, 'alice');
    const [vm, alien] = await Promise.all([alice.created('a-nous'), stranger.created('a-eux')]);
    [mine, foreign] = [vm.id, alien.id];
    expect((await alice.vms()).map(({ id }) => id)).toEqual([mine]);
    expect((await stranger.vms()).map(({ id }) => id)).toEqual([foreign]);
    const { networks, domains } = await ours.remains();
    expect(domains).toEqual([mine, foreign].sort());
    expect(networks).toHaveLength(2);
    expect(await alice.vm(foreign)).toBeNull();
  });

  it('leave what is another one’s alone, even after losing their own memory', async () => {
    // An emptied database: a new installation, that knows nothing of its former machines.
    await theirs.processes[0]!.interrupt();
    await rm(join(theirs.dataDir, 'postgres'), { recursive: true });
    const forgetful = await theirs.start(onOurFolders());
    await forgetful.kill();
    const before = await ours.remains();

    let api = forgetful;
    await reconciled(theirs, async () => (api = await theirs.start(onOurFolders())));
    expect(await ours.remains()).toEqual(before);
    expect(await (await signIn(api, 'admin')).vms()).toEqual([]);
    const jobs = await askDatabase(theirs.dataDir, 'SELECT kind FROM jobs');
    expect(jobs).toEqual([]);
    expect((await ours.host.domain(mine))?.power).toBe('running');
    expect((await ours.host.domain(foreign))?.power).toBe('running');
    expect(await alice.vm(mine)).toMatchObject({ state: 'running' });
  });

  it('leave a machine of their own without a record alone', async () => {
    const [{ id: installationId } = { id: '' }] = await askDatabase<{ id: string }>(
      ours.dataDir,
      'SELECT id FROM installation',
    );
    const domain = (await ours.host.domain(mine))!;
    expect(domain.installationId).toBe(installationId);
    await ours.host.put('domain', lost, { ...domain, vmId: lost });
    await ours.processes[0]!.kill();
    let api = ours.processes[0]!;
    await reconciled(ours, async () => (api = await ours.start()));
    alice = alice.at(api);
    expect(await ours.host.domain(lost)).not.toBeNull();
    warned = api;
    await rm(join(ours.host.folder, 'domain', `${lost}.json`));
  });

  it('tell the administrator of a machine without a record', async () => {
    await eventually('it is in the log', () => warned.stderr.includes(lost), {
      seen: () => warned.stderr,
    });
  });

  it('hand what came back of a VM they deleted to a delete job', async () => {
    const vm = (await alice.vm(mine))!;
    const folder = `alice/a-nous-${mine.slice(0, 8)}`;
    const domain = (await ours.host.domain(mine))!;
    const keepsake = join(ours.folder, 'keepsake');
    await cp(join(ours.studentVmsDir, folder), keepsake, { recursive: true });
    await alice.remove(vm.id);
    await alice.gone(vm.id);

    await ours.processes.at(-1)!.kill();
    await ours.host.put('domain', mine, domain);
    await ours.host.put('volume', `vmm-${mine}.img`, { name: `vmm-${mine}.img` });
    await cp(keepsake, join(ours.studentVmsDir, folder), { recursive: true });
    const api = await ours.start();

    await eventually(
      'the strays are gone',
      async () => {
        const { domains, disks, folders } = await ours.remains();
        return ![...domains, ...disks].some((name) => name.includes(mine)) && !folders.includes(folder);
      },
      { seen: () => api.stderr.slice(-2000) },
    );
    const kinds = await askDatabase<{ kind: string; actor_id: string | null }>(
      ours.dataDir,
      'SELECT kind, actor_id FROM jobs WHERE subject_id = $1 ORDER BY created_at',
      [mine],
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(['create', 'delete', 'delete']);
    expect(kinds.at(-1)?.actor_id).toBeNull();
    // The other installation's machine was there all the time.
    expect((await ours.host.domain(foreign))?.power).toBe('running');
  });

  it('have databases of their own', async () => {
    const [one, other] = [await postmasterOf(ours.dataDir), await postmasterOf(theirs.dataDir)];
    expect(one?.pid).not.toBe(other?.pid);
    expect(await readFile(join(ours.dataDir, 'secret.key'), 'utf8')).not.toBe(
      await readFile(join(theirs.dataDir, 'secret.key'), 'utf8'),
    );
  });
});
