import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromProjectRoot } from '../../foundation/config/project-root.js';
import { Boxes } from './boxes.js';

describe('the boxes of an installation', () => {
  let dataDir: string;
  let boxes: Boxes;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'vmm-boxes-'));
    boxes = new Boxes({ adapters: 'real', dataDir, templatesDir: null });
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  async function put(file: string, content = '', at = new Date()): Promise<void> {
    await mkdir(join(dataDir, 'boxes'), { recursive: true });
    await writeFile(join(dataDir, 'boxes', file), content);
    await utimes(join(dataDir, 'boxes', file), at, at);
  }

  it('are none before the first bake', async () => {
    expect([await boxes.newestOf('web'), await boxes.bakedPercent('web')]).toEqual([null, null]);
  });

  it('are told apart by their whole name, and the one baked last is the newest', async () => {
    const day = (number: number) => new Date(`2026-11-0${number}T08:00:00Z`);
    for (const [name, at] of [
      ['web-12.9', day(1)],
      ['web-12.2', day(2)],
      ['web-12.2.20261101', new Date('2026-10-01T08:00:00Z')],
      ['web-plus-12.3', day(3)],
    ] as const)
      for (const ending of ['.box', '.box.sha256']) await put(`${name}${ending}`, '', at);
    await put('web-12.4.box', 'without its checksum', day(4));
    expect(await boxes.newestOf('web')).toEqual({
      ...{ name: 'web', version: '12.2', file: join(dataDir, 'boxes/web-12.2.box') },
      ...{ bytes: 0, bakedAt: day(2) },
    });
    expect((await boxes.all()).map(({ name, version }) => `${name} ${version}`)).toEqual([
      ...['web-plus 12.3', 'web 12.2'],
      ...['web 12.9', 'web 12.2.20261101'],
    ]);
  });

  it('say what their description says, and nothing where it cannot be read', async () => {
    await put('web-12.1.box.json', '{"sha256": "abc", "packages": {"bash": "5.2"}, "template": "web"}');
    const of = (name: string) => boxes.descriptionOf({ file: join(dataDir, 'boxes', name) });
    expect(await of('web-12.1.box')).toEqual({ sha256: 'abc', packages: { bash: '5.2' } });
    await put('web-12.2.box.json', '{"sha256": ');
    expect([await of('web-12.2.box'), await of('web-12.3.box')]).toEqual([{}, {}]);
  });

  it('say how far a bake is as long as it says that it goes on', async () => {
    await put('web.baking', 'step 2/6 48% Installing packages (10 of 40)\n');
    expect(await boxes.bakedPercent('web')).toBe(48);
    expect(await boxes.bakedPercent('web-plus')).toBeNull();
    await put('web.baking', '');
    expect(await boxes.bakedPercent('web')).toBe(0);
    expect(await boxes.bakedPercent('web', Date.now() + 60_000)).toBeNull();
  });

  it('are baked by a command that knows where the school’s own recipes are', () => {
    expect(boxes.bakeCommand('web')).toBe(`sudo infra/vm-templates/bake.sh web --out ${dataDir}/boxes --try`);
    expect(boxes.bakeCommand('web', { anew: true })).toMatch(/ --stamp \$\(date \S+\)$/);
    const own = new Boxes({ adapters: 'real', dataDir, templatesDir: '/srv/templates' });
    expect(own.bakeCommand('web')).toContain('sudo VMM_TEMPLATES_DIR=/srv/templates infra/');
    // In a container the clone lies elsewhere than on the host.
    const inClone = new Boxes({ adapters: 'real', dataDir: fromProjectRoot('var'), templatesDir: null });
    expect(inClone.bakeCommand('web')).toContain(' --out var/boxes ');
  });
});
