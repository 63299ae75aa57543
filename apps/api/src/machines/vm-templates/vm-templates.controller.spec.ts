import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TemplateFile, TemplateSettings, VmTemplate } from '@vm-manager/contracts';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import { fromProjectRoot } from '../../foundation/config/project-root.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { TemplateChanges } from './template-changes.js';

describe('the templates', () => {
  let folder: string;
  let api: TestApi;
  let alice: Visitor;
  let server: TemplateFile;

  beforeAll(async () => {
    const shipped = fromProjectRoot('infra/vm-templates/debian-server/template.json');
    server = JSON.parse(await readFile(shipped, 'utf8')) as TemplateFile;
    folder = await mkdtemp(join(tmpdir(), 'vmm-templates-'));
    await write({ ...server, id: 'web', name: { fr: 'Serveur web', en: 'Web server' } });
    api = await startApi({ env: { VMM_TEMPLATES_DIR: folder } });
    alice = await signIn(api, 'alice');
  });
  afterAll(async () => {
    await api.stop();
    await rm(folder, { recursive: true });
  });

  async function write(file: Partial<TemplateFile> & { id: string }): Promise<void> {
    await mkdir(join(folder, file.id), { recursive: true });
    await writeFile(join(folder, file.id, 'template.json'), JSON.stringify(file));
  }
  const list = async (visitor = alice) =>
    (await (await visitor.get('/api/templates', { 'accept-language': 'en' })).json()) as VmTemplate[];
  const create = (name: string, templateId: string, visitor = alice) =>
    visitor.send('POST', '/api/vms', {
      name,
      templateId,
      username: 'alice',
      password: 'secret1',
      rootPassword: 'secret2',
    });

  it('are nobody’s who is not signed in', async () => {
    expect((await fetch(`${api.url}/api/templates`)).status).toBe(401);
  });

  it('are those that ship and the school’s own, as the interface of outside tools wants them', async () => {
    expect(await list()).toEqual([
      expect.objectContaining({ id: 'debian-server' }),
      expect.objectContaining({ id: 'debian-client' }),
      expect.objectContaining({ id: 'windows-server', os: 'windows' }),
      expect.objectContaining({
        ...{ id: 'web', name: 'Web server', os: 'debian', available: true, status: 'available' },
        ...{ unavailableReason: null, mend: null, bakedPercent: null },
        ...{ sizes: server.sizes, passwordRules: server.passwordRules },
        firstBootSeconds: server.firstBootSeconds.emulated,
      }),
    ]);
  });

  it('are what their files say at the moment: sizes and password rules hold for the next machine', async () => {
    const passwordRules = { ...server.passwordRules, minLength: 12 };
    await write({ ...server, id: 'strict', passwordRules });
    const refused = await create('short', 'strict');
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      errors: [{ pointer: '/password' }, { pointer: '/rootPassword' }],
    });
    await write({ ...server, id: 'strict' });
    expect((await create('short', 'strict')).status).toBe(202);
  });

  it('have the picture of their folder, else of the check boot of their box, for those who may pick them', async () => {
    const pictureOf = async (id: string) => (await list()).find((template) => template.id === id)?.picture;
    expect(await pictureOf('debian-client')).toBeNull();
    await mkdir(join(folder, 'drawn'));
    await writeFile(join(folder, 'drawn/own.webp'), 'own');
    await write({ ...server, id: 'drawn', box: 'drawn', picture: 'own.webp' });
    await write({ ...server, id: 'tried', box: 'tried' });
    const box = join(api.dataDir, 'data/boxes/tried-12.1.box');
    await mkdir(join(api.dataDir, 'data/boxes'), { recursive: true });
    for (const ending of ['', '.sha256', '.png']) await writeFile(box + ending, 'seen');
    for (const [id, type, bytes] of [
      ['drawn', 'image/webp', 'own'],
      ['tried', 'image/png', 'seen'],
    ] as const) {
      const answer = await alice.get((await pictureOf(id)) ?? '');
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
      expect(await answer.text()).toBe(bytes);
    }
    const address = '/api/templates/drawn/picture';
    expect((await visit(api).get(address)).status).toBe(401);
    await write({ ...server, id: 'drawn', box: 'drawn', picture: 'own.webp', groups: [] });
    expect((await alice.get(address)).status).toBe(404);
    expect((await alice.get('/api/templates/debian-client/picture')).status).toBe(404);
    expect((await alice.get('/api/templates/..%2F/picture')).status).toBe(404);
    for (const id of ['drawn', 'tried']) await rm(join(folder, id), { recursive: true });
  });

  it('go on without one that is refused, which is as if it were not there', async () => {
    await write({ ...server, id: 'web', consoles: [] });
    expect((await list()).map(({ id }) => id)).not.toContain('web');
    const answers = [await create('one', 'web'), await create('one', 'gone')];
    const [refused, unknown] = (await Promise.all(answers.map((answer) => answer.json()))) as object[];
    expect(answers.map(({ status }) => status)).toEqual([409, 409]);
    expect(JSON.stringify(refused).replaceAll('web', 'gone')).toBe(JSON.stringify(unknown));
  });

  it('leave machines that are there switched on and off when their files are refused', async () => {
    await write({ ...server, id: 'passing' });
    const bob = await signIn(api, 'bob');
    const made = await create('passing', 'passing', bob);
    const { id } = (await made.json()) as { id: string };
    const reaches = (state: string) =>
      until(`it is ${state}`, async () => {
        const vm = (await (await bob.get(`/api/vms/${id}`)).json()) as {
          state: string;
          job: { state: string } | null;
        };
        return vm.state === state && vm.job?.state !== 'running';
      });
    await reaches('running');
    await write({ ...server, id: 'passing', consoles: [] });
    for (const [action, state] of [
      ['shutdown', 'stopped'],
      ['start', 'running'],
    ] as const) {
      expect((await bob.send('POST', `/api/vms/${id}/${action}`)).status).toBe(202);
      await reaches(state);
    }
  });

  it('are on record when a file has changed, whoever changed it', async () => {
    const changes = api.app.get(TemplateChanges);
    await changes.look();
    await write({ ...server, id: 'web', shutdownSeconds: { kvm: 1, emulated: 1 } });
    await changes.look();
    const where = { action: 'template.change', objectId: 'web' } as const;
    const entries = await api.app.get(DataSource).getRepository(AuditEntryEntity).findBy(where);
    expect(entries.map(({ details }) => details)).toContainEqual({ change: 'changed', box: '0.0' });
  });

  describe('as an administrator sets them', () => {
    let admin: Visitor;
    let groupId: string;
    beforeAll(async () => {
      admin = await signIn(api, 'admin');
      const { id } = await api.app
        .get(DataSource)
        .getRepository(GroupEntity)
        .findOneByOrFail({ name: 'demo' });
      groupId = id;
      await write({ ...server, id: 'atelier' });
    });
    const nothing = { templateId: 'atelier', audience: 'recipe', groupIds: [] as string[], sizes: null };
    const set = (change: object, visitor = admin) =>
      visitor.send('PUT', '/api/templates/settings', { ...nothing, ...change }, { 'accept-language': 'en' });
    const settings = async () =>
      (await (
        await admin.get('/api/templates/settings', { 'accept-language': 'en' })
      ).json()) as TemplateSettings[];
    const seenBy = async (visitor: Visitor) => (await list(visitor)).some(({ id }) => id === 'atelier');

    it('are theirs alone', async () => {
      const prof = await signIn(api, 'prof');
      for (const [visitor, status] of [
        [visit(api), 401],
        [alice, 403],
        [prof, 403],
      ] as const) {
        expect((await visitor.get('/api/templates/settings')).status).toBe(status);
        expect((await set({}, visitor)).status).toBe(status);
      }
    });

    it('are refused when they do not fit, and where', async () => {
      const { sizes } = server;
      const pointersOf = async (change: object) => {
        const answer = await set(change);
        const { errors } = (await answer.json()) as { errors?: { pointer: string }[] };
        return [answer.status, ...(errors ?? []).map(({ pointer }) => pointer)];
      };
      expect(await pointersOf({ audience: 'nobody' })).toEqual([400, '/audience']);
      expect(await pointersOf({ groupIds: ['demo'] })).toEqual([400, '/groupIds/0']);
      const vcpus = { min: 1, default: 2, max: 64 };
      expect(await pointersOf({ sizes: { ...sizes, vcpus } })).toEqual([400, '/sizes/vcpus/max']);
      const diskGiB = { min: 30, default: 20, max: 40 };
      expect(await pointersOf({ sizes: { ...sizes, diskGiB } })).toEqual([400, '/sizes/diskGiB']);
      expect(await pointersOf({ templateId: 'gone' })).toEqual([404]);
      const unknown = '00000000-0000-4000-8000-000000000000';
      expect(await pointersOf({ audience: 'groups', groupIds: [unknown] })).toEqual([404]);
    });

    it('show to their groups only, and to nobody else can a machine be made of them', async () => {
      expect(await seenBy(alice)).toBe(true);
      await set({ audience: 'groups', groupIds: [] });
      expect([await seenBy(alice), await seenBy(admin)]).toEqual([false, true]);
      const [hidden, unknown] = [await create('hidden', 'atelier'), await create('hidden', 'gone')];
      expect([hidden.status, unknown.status]).toEqual([409, 409]);
      expect((await hidden.text()).replaceAll('atelier', 'gone')).toBe(await unknown.text());
      await set({ audience: 'groups', groupIds: [groupId] });
      expect(await seenBy(alice)).toBe(true);
      expect((await create('seen', 'atelier')).status).toBe(202);
      await set({ audience: 'groups', groupIds: [] });
      const [{ id }] = (await (await alice.get('/api/vms?search=seen')).json()) as [{ id: string }];
      const own = await alice.get(`/api/vms/${id}/template`);
      expect([own.status, ((await own.json()) as VmTemplate).id]).toEqual([200, 'atelier']);
      expect((await (await signIn(api, 'bob')).get(`/api/vms/${id}/template`)).status).toBe(404);
      await set({ audience: 'groups', groupIds: [groupId] });
      const shown = (await settings()).find(({ id }) => id === 'atelier');
      expect(shown).toMatchObject({
        audience: 'groups',
        groups: [{ id: groupId, name: 'demo' }],
        sizes: null,
      });
    });

    it('show to the groups that their description names, unless something else was chosen', async () => {
      await write({ ...server, id: 'atelier', groups: ['others'] });
      await set({});
      expect(await seenBy(alice)).toBe(false);
      await set({ audience: 'everyone' });
      expect(await seenBy(alice)).toBe(true);
      await write({ ...server, id: 'atelier', groups: ['demo'] });
      await set({});
      expect(await seenBy(alice)).toBe(true);
    });

    it('have the sizes that were chosen, for new machines and for changes', async () => {
      const vcpus = { min: 1, default: 1, max: 1 };
      await set({ sizes: { ...server.sizes, vcpus } });
      expect((await list()).find(({ id }) => id === 'atelier')?.sizes.vcpus).toEqual(vcpus);
      const asked = { name: 'small', templateId: 'atelier', username: 'alice', password: 'secret1' };
      const large = await alice.send('POST', '/api/vms', { ...asked, rootPassword: 'secret2', vcpus: 2 });
      expect(await large.json()).toMatchObject({ errors: [{ pointer: '/vcpus' }] });
      const made = await create('small', 'atelier');
      const vm = (await made.json()) as { id: string; vcpus: number };
      expect([made.status, vm.vcpus]).toEqual([202, 1]);
      const larger = await alice.send('PATCH', `/api/vms/${vm.id}`, { vcpus: 2 });
      expect(await larger.json()).toMatchObject({ errors: [{ pointer: '/vcpus' }] });
    });

    it('are on record, and a change is told to everyone at once', async () => {
      const stream = (await alice.get('/api/events')).body?.getReader();
      let told = '';
      const hear = async () => {
        while (!told.includes('event: template')) {
          const { value, done } = (await stream?.read()) ?? { done: true };
          if (done) throw new Error(`The stream ended after ${told}`);
          told += Buffer.from(value ?? []).toString();
        }
      };
      // Those of changes that were made before it was opened come first, if any.
      const first = await stream?.read();
      expect(Buffer.from(first?.value ?? []).toString()).toContain('event: hello');
      await set({ audience: 'everyone' });
      await hear();
      expect(told).toContain('data: {}');
      await stream?.cancel();
      const where = { action: 'template.settings', objectId: 'atelier' } as const;
      const entries = await api.app.get(DataSource).getRepository(AuditEntryEntity).findBy(where);
      expect(entries.at(-1)).toMatchObject({ actorName: 'admin', details: { audience: 'everyone' } });
    });

    it('say what is wrong with one that is refused, and where', async () => {
      await write({ ...server, id: 'atelier', consoles: [] });
      expect((await settings()).find(({ id }) => id === 'atelier')).toMatchObject({
        ...{ status: 'refused', name: null, folder: join(folder, 'atelier'), recipe: null },
        errors: [{ pointer: '/consoles', detail: 'Every machine has a screen: name “screen”.' }],
      });
    });
  });
});
