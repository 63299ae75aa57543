import type { Tree } from '@nx/devkit';
import { beforeEach, describe, expect, it } from '@jest/globals';
import contract from '../contract/generator.ts';
import { checkOptions, contents, NOW, read, workspace } from '../testing/workspace.ts';
import apiModule from './generator.ts';
import { addToWalls, importIntoApp } from './wiring.ts';

const FOLDER = 'apps/api/src/machines/vm-snapshots';

describe('api-module', () => {
  let tree: Tree;
  beforeEach(() => {
    tree = workspace();
  });

  it('writes a folder of the usual files', async () => {
    await apiModule(tree, { name: 'vm-snapshots' }, NOW);
    expect(tree.children(FOLDER).sort()).toEqual([
      'vm-snapshot.entity.ts',
      'vm-snapshot.mapper.ts',
      'vm-snapshots.controller.spec.ts',
      'vm-snapshots.controller.ts',
      'vm-snapshots.module.ts',
      'vm-snapshots.service.spec.ts',
      'vm-snapshots.service.ts',
    ]);
    expect(read(tree, `${FOLDER}/vm-snapshots.controller.ts`)).toContain("@Controller('vm-snapshots')");
    expect(read(tree, `${FOLDER}/vm-snapshot.entity.ts`)).toContain("@Entity('vm_snapshots')");
  });

  it('writes the contract and a registered migration that makes the table', async () => {
    await apiModule(tree, { name: 'vm-snapshots' }, NOW);
    expect(read(tree, 'libs/contracts/src/index.ts')).toContain(
      "export { CreateVmSnapshot, VmSnapshot } from './vm-snapshot.js';",
    );
    expect(read(tree, `apps/api/src/foundation/database/migrations/${NOW}-create-vm-snapshots.ts`)).toContain(
      'CREATE TABLE "vm_snapshots"',
    );
    expect(read(tree, 'apps/api/src/foundation/database/migrations.ts')).toContain(
      `CreateVmSnapshots${NOW}]`,
    );
  });

  it('leaves a contract that was written first as it is', async () => {
    await contract(tree, { name: 'vm-snapshot' });
    const written = `${read(tree, 'libs/contracts/src/vm-snapshot.ts')}// More.\n`;
    tree.write('libs/contracts/src/vm-snapshot.ts', written);
    await apiModule(tree, { name: 'vm-snapshots' }, NOW);
    expect(read(tree, 'libs/contracts/src/vm-snapshot.ts')).toBe(written);
  });

  it('comes last in its group, its import where the alphabet wants it', async () => {
    await apiModule(tree, { name: 'snapshots' }, NOW);
    const app = read(tree, 'apps/api/src/app.module.ts');
    expect(app).toContain('const MACHINES = [VmsModule, SnapshotsModule];');
    expect(app).toContain('imports: [ConfigModule.with()]');
    expect(app.match(/from '\.\/[\w/]+/g)).toEqual([
      "from './foundation/database/database",
      "from './machines/snapshots/snapshots",
      "from './machines/vms/vms",
    ]);
  });

  it('has its place between the walls, and in their picture', async () => {
    await apiModule(tree, { name: 'vm-snapshots' }, NOW);
    await apiModule(tree, { name: 'tutors', group: 'people' }, NOW);
    const walls = read(tree, 'apps/api/walls.ts');
    expect(walls).toContain("folders: { vms: [], 'vm-snapshots': [] }");
    expect(walls).toContain('folders: { tutors: [] }');
    expect(tree.exists('apps/api/src/people/tutors/tutors.module.ts')).toBe(true);
    const document = read(tree, 'docs/architecture.md');
    expect(document).toContain('<b>machines</b><br/>vms, vm-snapshots"]');
    expect(document).toContain('<b>people</b><br/>accounts, tutors"]');
  });

  it('stands in no group that has no folders', async () => {
    await expect(apiModule(tree, { name: 'snapshots', group: 'jobs' }, NOW)).rejects.toThrow('JOBS');
  });

  it('wires once, however often it is asked', async () => {
    await apiModule(tree, { name: 'snapshots' }, NOW);
    const wired = contents(tree);
    importIntoApp(tree, 'machines', 'snapshots');
    addToWalls(tree, 'machines', 'snapshots');
    expect(contents(tree)).toEqual(wired);
  });

  it('asks for the role and tests its refusal when there is one', async () => {
    await apiModule(tree, { name: 'snapshots', onlyFor: ['teacher', 'admin'] }, NOW);
    expect(read(tree, 'apps/api/src/machines/snapshots/snapshots.controller.ts')).toContain(
      "@Needs('use-snapshots')\n@Controller('snapshots')",
    );
    expect(read(tree, 'apps/api/src/access/identity/permissions.ts')).toContain(
      "'use-snapshots': { student: 'none', teacher: 'own', admin: 'own', token: 'administer' },",
    );
    expect(read(tree, 'apps/api/src/access/identity/permissions.spec.ts')).toContain(
      "'use-snapshots': { student: [], teacher: OWN, admin: OWN },",
    );
    const spec = read(tree, 'apps/api/src/machines/snapshots/snapshots.controller.spec.ts');
    expect(spec).toContain("const outsider = await signIn(api, 'alice')");
    expect(spec).toContain("const visitor = await signIn(api, 'prof')");
  });

  it('leaves roles out when everyone may come in', async () => {
    await apiModule(tree, { name: 'snapshots' }, NOW);
    expect(read(tree, 'apps/api/src/machines/snapshots/snapshots.controller.ts')).not.toContain('Needs');
    expect(read(tree, 'apps/api/src/machines/snapshots/snapshots.controller.spec.ts')).not.toContain(
      'outsider',
    );
  });

  it.each([
    ['quota-entries', 'quota-entry'],
    ['boxes', 'box'],
    ['cases', 'case'],
    ['classes', 'class'],
    ['images', 'image'],
  ])('calls one of %s a %s', async (name, singular) => {
    await apiModule(tree, { name }, NOW);
    expect(tree.exists(`apps/api/src/machines/${name}/${singular}.entity.ts`)).toBe(true);
  });

  it('takes the singular from whom it asked', async () => {
    await expect(apiModule(tree, { name: 'audit' }, NOW)).rejects.toThrow('--singular');
    await apiModule(tree, { name: 'audit', singular: 'audit-entry' }, NOW);
    expect(read(tree, 'apps/api/src/machines/audit/audit.service.ts')).toContain('Promise<AuditEntry[]>');
  });

  it.each([
    ['the folder', { name: 'snapshots' }, 'apps/api/src/machines/snapshots/notes.txt', ''],
    [
      'the table',
      { name: 'snapshots' },
      'apps/api/src/foundation/database/migrations/1764000000020-x.ts',
      'CREATE TABLE "snapshots" (',
    ],
    ['a contract of that name', { name: 'snapshots' }, 'libs/contracts/src/index.ts', 'export { Snapshot };'],
    ['the walls gone', { name: 'snapshots' }, 'apps/api/walls.ts', 'export const GROUPS = {};'],
  ])('refuses with %s there', async (_, options, path, text) => {
    tree.write(path, text);
    await expect(apiModule(tree, options, NOW)).rejects.toThrow();
  });

  it.each(['Snapshots', '../snapshots', 'snap_shots', '-x', 'x-', '9x', '', 'x y', 'été', 'x'.repeat(41)])(
    'is never called with the name %j',
    (name) => {
      expect(() => checkOptions('api-module', { name })).toThrow();
    },
  );

  it('is called with good names, and with roles that exist', () => {
    expect(() => checkOptions('api-module', { name: 'vm-snapshots2', onlyFor: ['admin'] })).not.toThrow();
    expect(() => checkOptions('api-module', { name: 'snapshots', onlyFor: ['root'] })).toThrow();
    expect(() => checkOptions('api-module', { name: 'snapshots', singular: '../x' })).toThrow();
    expect(() => checkOptions('api-module', { name: 'snapshots', typo: 'x' })).toThrow();
  });
});
