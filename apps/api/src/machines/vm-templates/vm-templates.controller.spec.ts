import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TemplateFile, VmTemplate } from '@vm-manager/contracts';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import { fromProjectRoot } from '../../foundation/config/project-root.js';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
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
  const create = (name: string, templateId: string) =>
    alice.send('POST', '/api/vms', {
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

  it('go on without one that is refused, which is as if it were not there', async () => {
    await write({ ...server, id: 'web', consoles: [] });
    expect((await list()).map(({ id }) => id)).not.toContain('web');
    const answers = [await create('one', 'web'), await create('one', 'gone')];
    const [refused, unknown] = (await Promise.all(answers.map((answer) => answer.json()))) as object[];
    expect(answers.map(({ status }) => status)).toEqual([409, 409]);
    expect(JSON.stringify(refused).replaceAll('web', 'gone')).toBe(JSON.stringify(unknown));
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
});
