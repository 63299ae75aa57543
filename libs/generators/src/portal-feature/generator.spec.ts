import type { Tree } from '@nx/devkit';
import { beforeEach, describe, expect, it } from '@jest/globals';
import contract from '../contract/generator.ts';
import { checkOptions, contents, read, workspace } from '../testing/workspace.ts';
import portalFeature from './generator.ts';

const APP = 'apps/portal/src/app';

describe('portal-feature', () => {
  let tree: Tree;
  beforeEach(() => {
    tree = workspace();
  });
  const texts = (language: string) =>
    JSON.parse(read(tree, `apps/portal/src/i18n/${language}.json`)) as Record<string, Record<string, string>>;

  it('writes a folder of the usual files, and the contract that it reads', async () => {
    await portalFeature(tree, { name: 'vm-snapshots' });
    expect(tree.children(`${APP}/vm-snapshots`).sort()).toEqual([
      'vm-snapshots-client.ts',
      'vm-snapshots-page.spec.ts',
      'vm-snapshots-page.ts',
      'vm-snapshots.routes.ts',
    ]);
    expect(read(tree, `${APP}/vm-snapshots/vm-snapshots-client.ts`)).toContain("'/api/vm-snapshots'");
    expect(read(tree, 'libs/contracts/src/index.ts')).toContain('VmSnapshot }');
  });

  it('leaves a contract that was written first as it is', async () => {
    await contract(tree, { name: 'snapshot' });
    tree.write('libs/contracts/src/snapshot.ts', '// Mine.\n');
    await portalFeature(tree, { name: 'snapshots' });
    expect(read(tree, 'libs/contracts/src/snapshot.ts')).toBe('// Mine.\n');
  });

  it('has a route before what is not found, a line in the walls and texts in both languages', async () => {
    await portalFeature(tree, { name: 'snapshots', path: 'instantanes', fr: 'Instantanés' });
    const routes = read(tree, `${APP}/app.routes.ts`);
    expect([...routes.matchAll(/path: '(.*)'/g)].map(([, path]) => path)).toEqual([
      'machines',
      'instantanes',
      '**',
    ]);
    expect(routes).toContain("import('./snapshots/snapshots.routes').then((file) => file.snapshotsRoutes)");
    expect(read(tree, 'apps/portal/walls.ts')).toContain("snapshots: ['i18n', 'http', 'ui']");
    expect(texts('fr')).toMatchObject({ page: { vm: 'X', snapshots: 'Instantanés' }, snapshots: {} });
    expect(texts('en')['page']).toEqual({ vm: 'X', snapshots: 'Snapshots' });
  });

  it('refuses what is there already, and changes nothing then', async () => {
    await portalFeature(tree, { name: 'snapshots' });
    const before = contents(tree);
    await expect(portalFeature(tree, { name: 'snapshots' })).rejects.toThrow('there already');
    await expect(portalFeature(tree, { name: 'sheep' })).rejects.toThrow('--singular');
    expect(contents(tree)).toEqual(before);
  });

  it.each([
    ['the path', { name: 'others', path: 'machines' }, 'path machines is taken'],
    ['the texts', { name: 'steps', path: 'etapes' }, 'texts called steps'],
  ])('refuses a name that is taken in %s', async (_, options, message) => {
    for (const language of ['fr', 'en'])
      tree.write(`apps/portal/src/i18n/${language}.json`, '{ "page": {}, "steps": {} }');
    await expect(portalFeature(tree, options)).rejects.toThrow(message);
  });

  it.each([
    { name: 'Snapshots' },
    { name: '../snapshots' },
    { name: 'snapshots', path: 'a/b' },
    { name: 'snapshots', fr: "l'état" },
    { name: 'snapshots', en: '{{x}}' },
    { name: 'snapshots', colour: 'red' },
  ])('refuses %j before any file is touched', (wrong) => {
    expect(() => checkOptions('portal-feature', wrong)).toThrow();
  });
});
