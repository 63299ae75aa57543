import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Box, BoxBaking, Job, Notice, Problem, TemplateFile } from '@vm-manager/contracts';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import { fromProjectRoot } from '../../foundation/config/project-root.js';
import { JobEntity } from '../../jobs/job.entity.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { BoxBaker } from './box-baker.js';
import { PreparedBoxes } from '../boxes/prepared-boxes.js';
import { WeeklyBakes } from './weekly-bakes.js';

const DAY_MS = 24 * 3600_000;
const BOX = 'debian-server';

describe('the baking of boxes', () => {
  let api: TestApi;
  let admin: Visitor;
  let alice: Visitor;
  let templates: string;
  const inData = (path: string) => join(api.dataDir, 'data', path);

  beforeAll(async () => {
    templates = await mkdtemp(join(tmpdir(), 'vmm-templates-'));
    api = await startApi({ bootMs: 20, env: { VMM_TEMPLATES_DIR: templates } });
    [admin, alice] = [await signIn(api, 'admin'), await signIn(api, 'alice')];
  });
  afterAll(async () => {
    await api.stop();
    await rm(templates, { recursive: true });
  });

  const order = (templateId: string = BOX, visitor = admin) =>
    visitor.send('POST', '/api/boxes/bake', { templateId });
  const boxes = async () =>
    ((await (await admin.get('/api/boxes')).json()) as Box[]).filter(
      ({ name, sizeBytes }) => name === BOX && sizeBytes > 0,
    );
  const jobNow = async (id: string) => (await (await admin.get(`/api/jobs/${id}`)).json()) as Job;
  async function ended(id: string): Promise<Job> {
    await until('the job ends', async () => (await jobNow(id)).finishedAt !== null);
    return jobNow(id);
  }
  async function bake(): Promise<Job> {
    const answer = await order();
    expect(answer.status).toBe(202);
    return ended(((await answer.json()) as Job).id);
  }
  async function detailOf(answer: Response): Promise<string> {
    expect(answer.status).toBe(409);
    return ((await answer.json()) as Problem).detail.replace(/\s/g, ' ');
  }

  it('is for administrators alone, and of templates that there are', async () => {
    const weekly = { templateId: BOX, weekly: true };
    for (const ask of [
      (visitor: Visitor) => order(BOX, visitor),
      (visitor: Visitor) => visitor.get('/api/boxes/baking'),
      (visitor: Visitor) => visitor.send('PUT', '/api/boxes/baking', weekly),
    ]) {
      expect((await ask(visit(api))).status).toBe(401);
      expect((await ask(alice)).status).toBe(403);
    }
    expect((await admin.send('POST', '/api/boxes/bake', {})).status).toBe(400);
    expect((await admin.send('PUT', '/api/boxes/baking', { ...weekly, weekly: 'oui' })).status).toBe(400);
    expect((await order('gone')).status).toBe(404);
  });

  it('is a job whose log is told, and whose box is on the host before anyone waits for it', async () => {
    const job = await bake();
    expect(job).toMatchObject({
      ...{ kind: 'bake', state: 'succeeded', subject: { kind: 'template', id: BOX }, vmId: null },
      steps: [
        { name: 'bake-box', state: 'done' },
        { name: 'import-box', state: 'done' },
        { name: 'remove-old-boxes', state: 'skipped' },
      ],
    });
    expect(await (await admin.get(`/api/jobs/${job.id}/log`)).text()).toContain('Installing packages');
    expect((await alice.get(`/api/jobs/${job.id}`)).status).toBe(404);
    const [made] = await boxes();
    expect(made).toMatchObject({ state: 'ready', tried: true, images: [{ host: 'demonstration' }] });
    const entries = api.app.get(DataSource).getRepository(AuditEntryEntity);
    expect(await entries.findBy({ action: 'template.bake', objectId: BOX })).toHaveLength(1);
  });

  it('makes a further version each time; machines that are there keep theirs', async () => {
    const before = await boxes();
    await bake();
    const after = await boxes();
    expect(after).toHaveLength(before.length + 1);
    expect(after.slice(1).map(({ id, state }) => [id, state])).toEqual(
      before.map(({ id }) => [id, 'superseded']),
    );
  });

  it('is refused while the same is under way, which can be cancelled and leaves nothing', async () => {
    const before = await readdir(inData('boxes'));
    await writeFile(inData('fake-host/boot-ms'), '3600000');
    const { id } = (await (await order()).json()) as Job;
    expect(await detailOf(await order())).toContain('déjà en cours de fabrication');
    await until('it runs', async () => (await jobNow(id)).state === 'running');
    expect((await admin.send('POST', `/api/jobs/${id}/cancel`)).status).toBe(200);
    expect((await ended(id)).state).toBe('cancelled');
    expect(await readdir(inData('boxes'))).toEqual(before);
    await writeFile(inData('fake-host/boot-ms'), '20');
  });

  it('that fails says why, and leaves the boxes of before', async () => {
    const before = await boxes();
    await writeFile(inData('fake-host/trouble.json'), JSON.stringify({ bake: 'no mirror' }));
    const job = await bake();
    await rm(inData('fake-host/trouble.json'));
    expect(job.state).toBe('failed');
    expect(job.problem).toMatchObject({ type: '/problems/bake-failed' });
    expect(job.problem?.detail).toContain('no mirror');
    expect(await boxes()).toEqual(before);
  });

  it('is refused before it starts where it would not fit, with the numbers', async () => {
    await writeFile(inData('fake-host/capacity.json'), JSON.stringify({ diskFreeGiB: 3 }));
    const detail = await detailOf(await order());
    await rm(inData('fake-host/capacity.json'));
    expect(detail).toMatch(/4\s096 Mio/);
    expect(detail).toMatch(/3\s072/);
  });

  it('is refused where the portal cannot, with the command that can', async () => {
    const baker = api.app.get(BoxBaker);
    const { room } = baker;
    baker.room = async () => null;
    const list = (await (await admin.get('/api/boxes/baking')).json()) as BoxBaking[];
    const detail = await detailOf(await order());
    baker.room = room;
    expect(list.find(({ box }) => box === BOX)).toMatchObject({ isPossible: false });
    expect(detail).toContain(`bake.sh ${BOX} --out`);
    expect(list.find(({ box }) => box === BOX)?.command).toContain(`bake.sh ${BOX} --out`);
  });

  it('by a command is seen too: its box is put on the hosts by itself, once', async () => {
    const file = inData('boxes/debian-client-12.5.box');
    for (const name of [`${file}.sha256`, file]) await writeFile(name, 'baked elsewhere');
    const prepared = api.app.get(PreparedBoxes);
    await prepared.look();
    const imagesOf = async () =>
      ((await (await admin.get('/api/boxes')).json()) as Box[]).find(({ name }) => name === 'debian-client')
        ?.images;
    await until('its image is on the host', async () => ((await imagesOf()) ?? []).length === 1);
    await prepared.look();
    const jobs = api.app.get(DataSource).getRepository(JobEntity);
    expect(await jobs.findBy({ kind: 'prepare-box', subjectId: 'debian-client' })).toHaveLength(1);
  });

  it('of a template without a recipe is that of its box, if that has one', async () => {
    const shipped = fromProjectRoot('infra/vm-templates/debian-server/template.json');
    const server = JSON.parse(await readFile(shipped, 'utf8')) as TemplateFile;
    for (const [id, box] of [
      ['small', BOX],
      ['bought', 'bought'],
    ] as const) {
      await mkdir(join(templates, id));
      await writeFile(join(templates, id, 'template.json'), JSON.stringify({ ...server, id, box }));
    }
    const answer = await order('small');
    expect(answer.status).toBe(202);
    const job = (await answer.json()) as Job;
    expect(job.subject.id).toBe(BOX);
    await ended(job.id);
    expect(await detailOf(await order('bought'))).toContain('pas de recette');
    const list = (await (await admin.get('/api/boxes/baking')).json()) as BoxBaking[];
    expect(list.map(({ templateId }) => templateId)).not.toContain('bought');
    expect(list.find(({ templateId }) => templateId === BOX)?.job?.id).toBe(job.id);
  });

  it('happens by itself each week where that is wanted, once a day at most, takes the old ones away, and tells when it fails', async () => {
    const weekly = api.app.get(WeeklyBakes);
    const jobsOf = async () =>
      ((await (await admin.get('/api/boxes/baking')).json()) as BoxBaking[]).find(({ box }) => box === BOX)
        ?.job?.id;
    const last = await jobsOf();
    const inDays = (days: number) => Date.now() + days * DAY_MS;
    await weekly.look(inDays(8));
    expect(await jobsOf()).toBe(last);

    const set = await admin.send('PUT', '/api/boxes/baking', { templateId: BOX, weekly: true });
    expect((await set.json()) as BoxBaking[]).toContainEqual(
      expect.objectContaining({ templateId: BOX, weekly: true }),
    );
    await weekly.look(inDays(6));
    expect(await jobsOf()).toBe(last);
    await weekly.look(inDays(8));
    const id = (await jobsOf()) ?? '';
    expect(id).not.toBe(last);
    expect(await ended(id)).toMatchObject({
      state: 'succeeded',
      steps: [{}, {}, { name: 'remove-old-boxes', state: 'done' }],
    });
    expect((await boxes()).map(({ state }) => state)).toEqual(['ready', 'superseded']);
    await weekly.look();
    expect(await jobsOf()).toBe(id);

    const told = async () => {
      const notices = (await (await admin.get('/api/notices')).json()) as Notice[];
      return notices.filter(({ kind }) => kind === 'weekly-bake-failed').map(({ text }) => text);
    };
    expect(await told()).toEqual([]);
    await writeFile(inData('fake-host/trouble.json'), JSON.stringify({ bake: 'no mirror' }));
    await weekly.look(inDays(16));
    expect((await ended((await jobsOf()) ?? '')).state).toBe('failed');
    await rm(inData('fake-host/trouble.json'));
    expect(await told()).toEqual([expect.stringContaining(BOX)]);
    await admin.send('PUT', '/api/boxes/baking', { templateId: BOX, weekly: false });
    const lastOf = await jobsOf();
    await weekly.look(inDays(30));
    expect(await jobsOf()).toBe(lastOf);
  });
});
