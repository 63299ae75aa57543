import type { Tree } from '@nx/devkit';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkOptions, contents, read, workspace } from '../testing/workspace.ts';
import vmTemplate from './generator.ts';

const FOLDER = 'infra/vm-templates/debian-web';
const options = { name: 'debian-web', packages: ['nginx-light', 'php-fpm'] };

describe('vm-template', () => {
  let tree: Tree;
  beforeEach(() => {
    tree = workspace();
  });
  const description = () => JSON.parse(read(tree, `${FOLDER}/template.json`)) as Record<string, unknown>;

  it('writes a recipe on top of debian-server and its description', async () => {
    await vmTemplate(tree, options);
    expect(tree.children(FOLDER).sort()).toEqual(['README.md', 'from', 'packages', 'template.json']);
    expect(read(tree, `${FOLDER}/from`)).toBe('debian-server\n');
    expect(read(tree, `${FOLDER}/packages`).split('\n').slice(1)).toEqual(['nginx-light', 'php-fpm', '']);
  });

  it('describes it as the one on which it stands, but for what is its own', async () => {
    await vmTemplate(tree, { ...options, fr: 'Serveur web', en: 'Web server' });
    expect(description()).toEqual({
      ...{ id: 'debian-web', name: { fr: 'Serveur web', en: 'Web server' }, box: 'debian-web', os: 'debian' },
      description: { fr: 'Avec nginx-light, php-fpm.', en: 'With nginx-light, php-fpm.' },
    });
  });

  it('needs no more than its name', async () => {
    checkOptions('vm-template', { name: 'debian-web' });
    await vmTemplate(tree, { name: 'debian-web' });
    expect(description()).toMatchObject({ id: 'debian-web', name: { fr: 'debian-web', en: 'debian-web' } });
  });

  it('may stand on another one that has a recipe', async () => {
    await vmTemplate(tree, options);
    await vmTemplate(tree, { name: 'debian-shop', from: 'debian-web', packages: ['php-mysql'] });
    expect(read(tree, 'infra/vm-templates/debian-shop/from')).toBe('debian-web\n');
  });

  it('refuses a folder that is there, and a template without recipe to stand on', async () => {
    await vmTemplate(tree, options);
    const before = contents(tree);
    await expect(vmTemplate(tree, options)).rejects.toThrow('there already');
    await expect(vmTemplate(tree, { ...options, name: 'other', from: 'gone' })).rejects.toThrow('no recipe');
    expect(contents(tree)).toEqual(before);
  });

  it.each([
    { name: 'Debian', packages: ['nginx'] },
    { name: '../web', packages: ['nginx'] },
    { packages: ['nginx'] },
    { name: 'web', packages: [] },
    { name: 'web', packages: ['nginx; reboot'] },
    { name: 'web', packages: ['nginx'], fr: 'a"b' },
    { name: 'web', packages: ['nginx'], from: '/etc' },
  ])('refuses %j before any file is touched', (wrong) => {
    expect(() => checkOptions('vm-template', wrong)).toThrow();
  });
});
