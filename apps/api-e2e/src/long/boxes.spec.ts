import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Box, BoxCleanUp, Job, type Vm } from '@vm-manager/contracts';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { ApiProcess } from '../support/api-process.js';
import { askDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { Installation } from '../support/installation.js';
import { json, signIn, type Visitor } from '../support/visitor.js';
import { virsh } from './prototype-machines.js';

const ROOT = resolve(import.meta.dirname, '../../../..');
const MINUTES = 60_000;
const BOX = 'debian-server';
const POOL = `vmm-boxes-${randomBytes(3).toString('hex')}`;
const SMALL = `${POOL}-small`;
const TINY_VM = { vcpus: 1, memoryMiB: 512 };

let installation: Installation;
let api: ApiProcess;
let admin: Visitor;
const env = {
  ...{ VMM_ADAPTERS: 'real', VMM_NETWORK_MODE: 'none', VMM_BIN_DAYS: '0', VMM_JOBS_PER_HOST: '10' },
  VMM_STORAGE_POOL: POOL,
};

beforeAll(async () => {
  installation = await Installation.make();
  for (const pool of [POOL, SMALL]) {
    const folder = join(installation.folder, pool);
    // QEMU runs as a user of its own and must get through.
    await mkdir(folder);
    if (pool === SMALL)
      await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder]);
    await virsh('pool-create-as', pool, 'dir', '--target', folder);
  }
  const open = ['a+rx', installation.folder, ...[POOL, SMALL].map((pool) => join(installation.folder, pool))];
  await promisify(execFile)('chmod', open);
  // The newest of a name is what machines start from.
  await cp(join(ROOT, 'var/boxes'), boxesFolder(), {
    recursive: true,
    preserveTimestamps: true,
    filter: (path) => /boxes$|debian-server-/.test(path),
  });
  await start();
}, 5 * MINUTES);

afterAll(async () => {
  await Promise.all((await admin.vms()).map(({ id }) => admin.remove(id)));
  await eventually('all machines are gone', async () => (await admin.vms()).length === 0, {
    within: 5 * MINUTES,
  });
  await api.interrupt();
  for (const pool of [POOL, SMALL]) await virsh('pool-destroy', pool);
  await promisify(execFile)('umount', [join(installation.folder, SMALL)]);
  await installation.dispose();
}, 10 * MINUTES);

async function start(more: Record<string, string> = {}): Promise<void> {
  api = await installation.start({ ...env, ...more });
  admin = await signIn(api, 'admin');
}

const boxesFolder = () => join(installation.dataDir, 'boxes');
const boxes = async () => z.array(Box).parse(await json(await admin.get('/api/boxes'), 200));
const readyBox = async () => (await boxes()).find(({ name, state }) => name === BOX && state === 'ready');
const order = () => admin.send('POST', '/api/boxes/bake', { templateId: BOX });
const volumes = async (pool = POOL) =>
  (await virsh('vol-list', pool)).split('\n').flatMap((line) => line.trim().split(/\s+/)[0] || []);
const images = async () => (await volumes()).filter((name) => name.includes('_vagrant_box_image_'));

/** What a bake works with while it lasts. */
async function remainsOfBake(): Promise<string[]> {
  const [mounts, loops] = await Promise.all([
    readFile('/proc/self/mounts', 'utf8'),
    promisify(execFile)('losetup', ['--list', '--noheadings', '--output', 'BACK-FILE']),
  ]);
  const inFolder = (text: string) => text.split('\n').filter((line) => line.includes(boxesFolder()));
  const files = (await readdir(boxesFolder())).filter(
    (name) => name !== '.bake.lock' && !/\.box(\.json|\.sha256|\.png)?$/.test(name),
  );
  const processes = (await installation.processesLeft()).filter((line) => line.includes('bake.sh'));
  return [...inFolder(mounts), ...inFolder(loops.stdout), ...files, ...processes];
}

it(
  'ten machines that are asked for at once in an empty pool all run, on one image that was copied once',
  async () => {
    // It is put there by itself at the start; here nobody has had the time.
    await eventually('the image is in the pool', async () => (await images()).length === 1);
    const preparation = `SELECT id FROM jobs WHERE kind = 'prepare-box'`;
    const [prepared] = await askDatabase<{ id: string }>(installation.dataDir, preparation);
    await admin.ended(prepared?.id ?? '');
    for (const image of await images()) await virsh('vol-delete', '--pool', POOL, image);
    await rm(join(installation.dataDir, 'vagrant'), { recursive: true });
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, index) => admin.create(`web${index}`, TINY_VM)),
    );
    const vms: Vm[] = [];
    for (const { id } of made) vms.push(await admin.reached(id, 'running', { within: 15 * MINUTES }));
    expect(vms.map(({ job }) => job?.state)).toEqual(Array(10).fill('succeeded'));
    expect(await images()).toHaveLength(1);
    const [copies] = await askDatabase<{ count: number }>(
      installation.dataDir,
      `SELECT count(*)::int AS count FROM jobs, jsonb_array_elements(steps) step
      WHERE kind = 'create' AND step ->> 'name' = 'import-box' AND step ->> 'state' = 'done'`,
    );
    expect(copies?.count).toBe(1);
    expect((await readyBox())?.usedBy).toHaveLength(10);
  },
  20 * MINUTES,
);

it(
  'a new version is for new machines; the old one cannot go before those that stand on it, and goes then',
  async () => {
    const old = await readyBox();
    const newId = `${BOX}-99.1`;
    const sum = await readFile(join(boxesFolder(), `${old?.id}.box.sha256`), 'utf8');
    await writeFile(join(boxesFolder(), `${newId}.box.sha256`), sum.replace(`${old?.id}`, newId));
    await copyFile(join(boxesFolder(), `${old?.id}.box`), join(boxesFolder(), `${newId}.box`));
    // It is put into the pool by itself, before anybody asks for a machine.
    await eventually('the new image is in the pool', async () => (await images()).length === 2);
    const { id } = await admin.create('new1', TINY_VM);
    await admin.reached(id, 'running', { within: 10 * MINUTES });
    const usersOf = (all: Box[], box?: string) => all.find((each) => each.id === box)?.usedBy.length;
    expect([usersOf(await boxes(), newId), usersOf(await boxes(), old?.id)]).toEqual([1, 10]);

    const refused = await admin.problem('DELETE', `/api/boxes/${old?.id}`);
    expect(refused).toMatchObject({ type: '/problems/not-possible-now', status: 409 });
    expect(refused.detail).toContain('web1 (admin)');
    expect(await images()).toHaveLength(2);

    const others = (await admin.vms()).filter((vm) => vm.id !== id);
    await Promise.all(others.map((vm) => admin.remove(vm.id)));
    for (const vm of others) await admin.gone(vm.id, { within: 5 * MINUTES });
    const done = await json(await admin.send('POST', '/api/boxes/clean-up', {}), 200);
    expect(BoxCleanUp.parse(done).removed).toContain(old?.id);
    expect((await images()).map((name) => name.includes('99.1'))).toEqual([true]);
    const copies = await readdir(join(installation.dataDir, 'vagrant/boxes'), { recursive: true });
    expect(copies.filter((path) => path.endsWith('box.img'))).toHaveLength(1);
    expect((await readdir(boxesFolder())).filter((file) => file.startsWith(`${old?.id}.`))).toEqual([]);
    expect(await admin.vm(id)).toMatchObject({ state: 'running' });
  },
  20 * MINUTES,
);

it(
  'in a full pool nothing is begun: the refusal has the numbers, and nothing is left',
  async () => {
    await api.interrupt();
    await start({ VMM_STORAGE_POOL: SMALL });
    // An image is copied by itself once for each version, wherever to: as if it never was.
    await askDatabase(installation.dataDir, `DELETE FROM jobs WHERE kind = 'prepare-box'`);
    await askDatabase(installation.dataDir, 'DELETE FROM box_volumes');
    const refused = await admin.problem('POST', '/api/vms', {
      ...{ name: 'full', templateId: BOX, username: 'eleve', password: 'azerty1', rootPassword: 'azerty2' },
      ...TINY_VM,
    });
    expect(refused).toMatchObject({ type: '/problems/quota-exceeded', status: 409 });
    expect(refused.exceeded).toContainEqual(
      expect.objectContaining({ level: 'host', dimension: 'diskGiB', limit: 0 }),
    );
    const failed = await eventually('the copy of the image is refused', async () => {
      const rows = await askDatabase<{ problem: { code: string; params: object } }>(
        installation.dataDir,
        `SELECT problem FROM jobs WHERE kind = 'prepare-box' AND state = 'failed'`,
      );
      return rows[0]?.problem;
    });
    expect(failed).toMatchObject({ code: 'not-possible-now', params: { action: 'box-space' } });
    expect(await volumes(SMALL)).toEqual([]);
    await api.interrupt();
    await start();
  },
  5 * MINUTES,
);

it(
  'a bake whose API is killed and killed again ends with one box, tried and in the pool, and leaves nothing',
  async () => {
    const { id } = Job.parse(await json(await order(), 202));
    for (const sign of ['Installing packages', 'Booting it once']) {
      await eventually(`it says ${sign}`, async () => (await admin.log(id)).split(sign).length > 1, {
        within: 20 * MINUTES,
      });
      await api.kill();
      await start();
    }
    expect(await admin.ended(id, { within: 30 * MINUTES })).toMatchObject({ state: 'succeeded' });
    const isNew = ({ version }: Box) => /^12\.\d+\.\d+$/.test(version);
    const made = (await boxes()).filter(isNew);
    expect(made).toMatchObject([{ name: BOX, state: 'ready', tried: true, images: [{}] }]);
    const [box] = made;
    expect(Object.keys(box?.packages ?? {}).length).toBeGreaterThan(100);
    expect(await readdir(boxesFolder())).toContain(`${box?.id}.box.png`);
    expect((await images()).filter((name) => name.includes(`_${box?.version}_`))).toHaveLength(1);
    expect(await remainsOfBake()).toEqual([]);
  },
  60 * MINUTES,
);

it(
  'a bake that is cancelled leaves nothing',
  async () => {
    const before = await readdir(boxesFolder());
    const { id } = Job.parse(await json(await order(), 202));
    await eventually('it is at work', async () =>
      (await admin.log(id)).includes('Fetching essential packages'),
    );
    await json(await admin.send('POST', `/api/jobs/${id}/cancel`), 200);
    expect((await admin.ended(id)).state).toBe('cancelled');
    expect(await readdir(boxesFolder())).toEqual(before);
    expect(await remainsOfBake()).toEqual([]);
  },
  5 * MINUTES,
);
