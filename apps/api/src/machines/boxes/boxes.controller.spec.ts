import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestingModuleBuilder } from '@nestjs/testing';
import type { Box, BoxCleanUp, Job, Notice, Problem, Vm } from '@vm-manager/contracts';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { Installation } from '../../foundation/database/installation.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { BoxEvaluationEnds } from './box-evaluation-ends.js';
import { boxLock } from './box-images.js';
import { PreparedBoxes } from './prepared-boxes.js';
import { ownBoxName } from './own-box-name.js';

const DAY_MS = 86_400_000;

describe('the boxes', () => {
  let api: TestApi;
  let admin: Visitor;
  let alice: Visitor;
  const folder = () => join(api.dataDir, 'data/boxes');

  beforeAll(async () => {
    // A job that copies an image by itself would come between.
    const change = (builder: TestingModuleBuilder) => builder.overrideProvider(PreparedBoxes).useValue({});
    api = await startApi({ bootMs: 20, change, env: { VMM_JOBS_PER_HOST: '10' } });
    [admin, alice] = [await signIn(api, 'admin'), await signIn(api, 'alice')];
  });
  afterAll(() => api.stop());

  /** As a bake on the host leaves it. */
  async function bake(name: string, version: string, day: number, description?: object): Promise<string> {
    await mkdir(folder(), { recursive: true });
    const box = join(folder(), `${name}-${version}.box`);
    if (description) await writeFile(`${box}.json`, JSON.stringify(description));
    for (const file of [`${box}.sha256`, box]) await writeFile(file, 'x'.repeat(100));
    const at = new Date(Date.UTC(2026, 10, day));
    await utimes(box, at, at);
    return `${name}-${version}`;
  }
  const list = async () => (await (await admin.get('/api/boxes')).json()) as Box[];
  const find = async (id: string) => (await list()).find((box) => box.id === id);
  async function makeVm(name: string): Promise<Vm> {
    const made = await alice.send('POST', '/api/vms', {
      ...{ name, templateId: 'debian-server', username: 'alice' },
      ...{ password: 'secret1', rootPassword: 'secret2' },
    });
    const { id } = (await made.json()) as Vm;
    await vmIs(id, 'running');
    return (await (await alice.get(`/api/vms/${id}`)).json()) as Vm;
  }
  const jobOf = async (id: string) => (await (await admin.get(`/api/jobs/${id}`)).json()) as Job;
  const vmIs = (id: string, state: string | undefined) =>
    until(`the VM is ${state}`, async () => {
      const vm = (await (await alice.get(`/api/vms/${id}`)).json()) as { state?: string };
      return vm.state === state;
    });

  it('are for administrators alone', async () => {
    const anonymous = visit(api);
    for (const ask of [
      (visitor: Visitor) => visitor.get('/api/boxes'),
      (visitor: Visitor) => visitor.send('POST', '/api/boxes/clean-up'),
      (visitor: Visitor) => visitor.send('DELETE', '/api/boxes/debian-server-12.1'),
    ]) {
      expect((await ask(anonymous)).status).toBe(401);
      expect((await ask(alice)).status).toBe(403);
    }
    expect((await admin.send('DELETE', '/api/boxes/..%2Fetc')).status).toBe(404);
    expect((await admin.send('DELETE', '/api/boxes/debian-server-12.404')).status).toBe(404);
  });

  it('are the files, as their descriptions say, the newest of each name ready', async () => {
    const description = { sha256: 'abc', bakedAt: '2026-11-01T10:00:00Z', packages: { bash: '5.2' } };
    const old = await bake('debian-server', '12.8', 1, { ...description, seconds: { agent: 20 } });
    const now = await bake('debian-server', '12.7', 2);
    const lab = await bake('lab', '0.1', 1);
    const boxes = await list();
    expect(
      boxes.filter(({ name }) => ['debian-server', 'lab'].includes(name)).map(({ id, state }) => [id, state]),
    ).toEqual([
      ...[
        [now, 'ready'],
        [old, 'superseded'],
      ],
      [lab, 'ready'],
    ]);
    expect(boxes.find(({ id }) => id === old)).toEqual({
      ...{ id: old, templateId: 'debian-server', name: 'debian-server', version: '12.8' },
      ...{ state: 'superseded', sizeBytes: 100, bakedAt: '2026-11-01T10:00:00Z' },
      ...{ sha256: 'abc', packages: { bash: '5.2' }, tried: true, usedBy: [], images: [] },
    });
    expect(boxes.find(({ id }) => id === now)).toMatchObject({ packages: null, tried: false });
  });

  it('cannot be retired while machines stand on them, which are named', async () => {
    const base = await bake('debian-server', '12.1', 3);
    const { id, name } = await makeVm('web1');
    // The new version is for new machines only.
    await bake('debian-server', '12.2', 4);
    expect(await find(base)).toMatchObject({
      ...{ state: 'superseded', usedBy: [{ id, name, owner: 'alice' }] },
      images: [{ host: 'demonstration' }],
    });
    const refused = await admin.send('DELETE', `/api/boxes/${base}`);
    expect(refused.status).toBe(409);
    const problem = (await refused.json()) as Problem;
    expect(problem.type).toBe('/problems/not-possible-now');
    expect(problem.detail).toContain('web1 (alice)');
    expect(await readdir(folder())).toContain(`${base}.box`);

    await alice.send('DELETE', `/api/vms/${id}`);
    await vmIs(id, undefined);
    expect((await admin.send('DELETE', `/api/boxes/${base}`)).status).toBe(204);
    expect(await find(base)).toBeUndefined();
    expect((await readdir(folder())).filter((file) => file.startsWith(base))).toEqual([]);
    const entries = await api.app.get(DataSource).getRepository(AuditEntryEntity).findBy({
      action: 'template.retire-box',
    });
    expect(entries.map(({ details }) => details)).toContainEqual(expect.objectContaining({ box: base }));
  });

  it('are kept as long as a disk without a record stands on them', async () => {
    const base = await bake('debian-server', '12.3', 5);
    const { id } = await makeVm('web2');
    const { host } = (await find(base))!.images[0]!;
    expect(host).toBe('demonstration');
    await alice.send('DELETE', `/api/vms/${id}`);
    await vmIs(id, undefined);
    const volume = join(api.dataDir, 'data/fake-host/volume/by-hand.img.json');
    const name = ownBoxName(api.app.get(Installation), 'debian-server').replace('/', '-VAGRANTSLASH-');
    const over = { name: 'by-hand.img', base: `${name}_vagrant_box_image_12.3_box.img` };
    await writeFile(volume, JSON.stringify(over));
    const refused = await admin.send('DELETE', `/api/boxes/${base}`);
    expect(((await refused.json()) as Problem).detail).toContain('by-hand.img');
  });

  it('are not taken away while somebody makes something of them', async () => {
    const id = await bake('lab', '0.2', 6);
    const name = ownBoxName(api.app.get(Installation), 'lab');
    await api.app.get(AdvisoryLocks).holdIfFree(boxLock({ name, version: '0.2' }), async () => {
      expect((await admin.send('DELETE', `/api/boxes/${id}`)).status).toBe(409);
    });
    expect((await admin.send('DELETE', `/api/boxes/${id}`)).status).toBe(204);
  });

  it('are put into the pool once, however many machines are asked for at the same moment', async () => {
    await bake('debian-server', '12.10', 10);
    const names = Array.from({ length: 30 }, (_, index) => `seat${index}`);
    const made = await Promise.all(
      names.map(async (name) => {
        const answer = await admin.send('POST', '/api/vms', {
          ...{ name, templateId: 'debian-server', username: 'eleve' },
          ...{ password: 'secret1', rootPassword: 'secret2' },
        });
        return (await answer.json()) as Vm;
      }),
    );
    const jobs: Job[] = [];
    for (const { job } of made) {
      await until('the VM is made', async () => (await jobOf(job!.id)).finishedAt !== null);
      jobs.push(await jobOf(job!.id));
    }
    expect(jobs.map(({ state }) => state)).toEqual(names.map(() => 'succeeded'));
    const imports = jobs.map(({ steps }) => steps.find(({ name }) => name === 'import-box')?.state).sort();
    expect(imports).toEqual(['done', ...Array<string>(29).fill('skipped')]);
    expect(await find('debian-server-12.10')).toMatchObject({ images: [{ host: 'demonstration' }] });
    expect((await find('debian-server-12.10'))?.usedBy).toHaveLength(30);
  });

  it('that nobody needs go on one click, and only those', async () => {
    const { id: vmId } = await makeVm('web3');
    const used = (await list()).find(({ usedBy }) => usedBy.some(({ id }) => id === vmId))!;
    const newest = await bake('debian-server', '12.20', 20);
    const spare = (await list()).filter(
      ({ id, state, usedBy }) => state !== 'ready' && usedBy.length === 0 && id !== 'debian-server-12.3',
    );
    const answer = await admin.send('POST', '/api/boxes/clean-up');
    const { removed, freedBytes } = (await answer.json()) as BoxCleanUp;
    expect(removed.sort()).toEqual(spare.map(({ id }) => id).sort());
    expect(removed.length).toBeGreaterThan(0);
    expect(freedBytes).toBeGreaterThan(0);
    const left = (await list()).map(({ id }) => id);
    expect(left).toEqual(expect.arrayContaining([newest, used.id, 'debian-server-12.3']));
    expect(left).not.toEqual(expect.arrayContaining(removed));
  });

  it('whose system is on trial are told to administrators 30 days before its end, once for each version', async () => {
    const [first, second] = [await bake('windows-server', '1.1', 1), await bake('windows-server', '1.2', 2)];
    const ends = api.app.get(BoxEvaluationEnds);
    const told = async () => {
      const notices = (await (await admin.get('/api/notices')).json()) as Notice[];
      return notices.filter(({ kind }) => kind === 'box-evaluation-ending');
    };
    const made = Date.UTC(2026, 10, 2);
    await ends.look(new Date(made + 149 * DAY_MS));
    expect(await told()).toEqual([]);
    await ends.look(new Date(made + 151 * DAY_MS));
    await ends.look(new Date(made + 170 * DAY_MS));
    const notices = await told();
    expect(notices.map(({ link }) => link)).toEqual([`/administration/modeles?image=${second}`]);
    expect(notices[0]?.text).toContain('1 mai 2027');
    await bake('windows-server', '1.3', 20);
    await ends.look(new Date(made + 151 * DAY_MS));
    expect(await told()).toHaveLength(1);
    await ends.look(new Date(made + 171 * DAY_MS));
    expect(await told()).toHaveLength(2);
    expect(JSON.stringify(await told())).not.toContain(first);
    const others = (await (await alice.get('/api/notices')).json()) as Notice[];
    expect(others.filter(({ kind }) => kind === 'box-evaluation-ending')).toEqual([]);
  });
});
