import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TemplateFile } from '@vm-manager/contracts';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromProjectRoot } from '../../foundation/config/project-root.js';
import { toFieldProblem } from '../../foundation/problems/problem.js';
import { TemplateCatalogue } from './template-catalogue.js';

const OURS = fromProjectRoot('infra/vm-templates');

describe('the catalogue of templates', () => {
  let folder: string;
  let catalogue: TemplateCatalogue;
  let server: TemplateFile;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmm-templates-'));
    catalogue = new TemplateCatalogue({ templatesDir: folder });
    server = JSON.parse(await readFile(join(OURS, 'debian-server/template.json'), 'utf8')) as TemplateFile;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function write(id: string, content: object | string): Promise<void> {
    await mkdir(join(folder, id), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    await writeFile(join(folder, id, 'template.json'), text);
  }
  const ids = async () => (await catalogue.read()).known.map(({ file }) => file.id);
  /** What is wrong with a folder, as an administrator reads it. */
  async function refusalsOf(id: string): Promise<string[]> {
    const refused = (await catalogue.read()).refused.find((template) => template.id === id);
    const places = refused?.errors.map((error) => toFieldProblem(error, 'en')) ?? [];
    return places.map(({ pointer, detail }) => `${pointer} ${detail}`);
  }

  it('takes all that ship', async () => {
    expect(await new TemplateCatalogue({ templatesDir: null }).read()).toMatchObject({
      known: expect.arrayContaining([expect.objectContaining({ folder: join(OURS, 'debian-server') })]),
      refused: [],
    });
  });

  it('takes a school’s own beside them, linked ones too, as soon as they are there and as they are', async () => {
    const before = await ids();
    await write('web', { ...server, id: 'web' });
    expect(await ids()).toEqual([...before, 'web']);
    await write('web', { ...server, id: 'web', shutdownSeconds: { kvm: 5, emulated: 7 } });
    expect((await catalogue.find('web'))?.file.shutdownSeconds.kvm).toBe(5);
    const elsewhere = await mkdtemp(join(tmpdir(), 'vmm-linked-'));
    await writeFile(join(elsewhere, 'template.json'), JSON.stringify({ ...server, id: 'linked' }));
    await symlink(elsewhere, join(folder, 'linked'));
    expect(await ids()).toEqual([...before, 'linked', 'web']);
    await rm(elsewhere, { recursive: true });
    await rm(join(folder, 'web'), { recursive: true });
    expect(await ids()).toEqual(before);
  });

  it('goes on without a folder of the school’s, and with one that has other things in it', async () => {
    await mkdir(join(folder, 'drafts'));
    await writeFile(join(folder, 'README.md'), 'ours');
    const before = await ids();
    await rm(folder, { recursive: true });
    expect(await ids()).toEqual(before);
  });

  it('goes on with those that ship while the school’s folder cannot be read, and says so', async () => {
    const before = await ids();
    const file = join(folder, 'own');
    await writeFile(file, 'no folder');
    catalogue = new TemplateCatalogue({ templatesDir: file });
    expect(await ids()).toEqual(before);
    expect(await refusalsOf('own')).toEqual([
      ' This folder (VMM_TEMPLATES_DIR) cannot be read: let the portal’s account do so, or mend the variable.',
    ]);
  });

  it('takes a description whose editor put a byte order mark before it', async () => {
    await write('marked', `\uFEFF${JSON.stringify({ ...server, id: 'marked' })}`);
    expect(await ids()).toContain('marked');
  });

  it('refuses what is wrong with the place of each fault, while the others go on', async () => {
    await write('good', { ...server, id: 'good' });
    const { name, ...nameless } = server;
    const sizes = { ...server.sizes, vcpus: { min: 1, default: 8, max: 4 } };
    await write('bad', {
      ...nameless,
      id: 'bad',
      sizes,
      colour: 'red',
      'a/b': 1,
      os: 'plan9',
      name: { fr: name.fr },
    });
    expect(await refusalsOf('bad')).toEqual([
      '/name/en This field is required.',
      '/os Choose one of the values offered.',
      '/sizes/vcpus The least, the proposed and the greatest size come in this order.',
      '/colour There is no such field here.',
      '/a~1b There is no such field here.',
    ]);
    expect(await ids()).toContain('good');
    await write('bad', { ...server, id: 'bad' });
    expect(await ids()).toContain('bad');
  });

  it.each([
    ['{\n  "id": "bad",\n  "os": debian\n}', '3:9'],
    ['{\n  "id": "bad",\n}', '3:1'],
    ['{\n  "id": "bad"\n  "os": "debian"\n}', '3:3'],
    ['{\n  "id": "bad"\n', '3:1'],
    ['', '1:1'],
  ])('says where %j ends to be JSON', async (text, place) => {
    await write('bad', text);
    expect(await refusalsOf('bad')).toEqual([
      ` This is no JSON: something is missing or too much in line ${place}.`,
    ]);
  });

  it('refuses an id that is not the folder’s name, one that ships, and a picture that is not there', async () => {
    await write('mine', { ...server, id: 'yours' });
    await write('debian-server', server);
    await write('seen', { ...server, id: 'seen', picture: 'picture.png' });
    expect(await refusalsOf('mine')).toEqual(['/id The id is the name of the folder.']);
    expect(await refusalsOf('debian-server')).toEqual([
      '/id A template that ships with VM Manager has this name: rename the folder.',
    ]);
    expect(await refusalsOf('seen')).toEqual(['/picture The folder has no such file.']);
    expect((await ids()).filter((id) => id === 'debian-server')).toHaveLength(1);
    await writeFile(join(folder, 'seen/picture.png'), '');
    expect(await refusalsOf('seen')).toEqual([]);
    await rm(join(folder, 'seen/picture.png'));
    await symlink('/etc/hostname', join(folder, 'seen/picture.png'));
    expect(await refusalsOf('seen')).toEqual(['/picture The folder has no such file.']);
  });

  it('refuses one that is no file that can be read', async () => {
    await mkdir(join(folder, 'bad/template.json'), { recursive: true });
    expect(await refusalsOf('bad')).toEqual([' This file cannot be read: let the portal’s account do so.']);
  });
});
