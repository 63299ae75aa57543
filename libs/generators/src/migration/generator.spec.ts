import { describe, expect, it } from '@jest/globals';
import { checkOptions, NOW, read, workspace } from '../testing/workspace.ts';
import migration from './generator.ts';

const DATABASE = 'apps/api/src/foundation/database';

describe('migration', () => {
  it('writes a class with a way back and registers it last', async () => {
    const tree = workspace();
    await migration(tree, { name: 'add-vm-notes' }, NOW);
    const source = read(tree, `${DATABASE}/migrations/${NOW}-add-vm-notes.ts`);
    expect(source).toContain(`class AddVmNotes${NOW} implements MigrationInterface`);
    expect(source).toContain('async down(');
    expect(read(tree, `${DATABASE}/migrations.ts`)).toContain(`[CreateVms1764000000010, AddVmNotes${NOW}]`);
  });

  it('runs after all others, whatever the clock says', async () => {
    const tree = workspace();
    await migration(tree, { name: 'add-one' }, NOW);
    await migration(tree, { name: 'add-two' }, NOW - 1_000);
    expect(tree.exists(`${DATABASE}/migrations/${NOW + 1}-add-two.ts`)).toBe(true);
    expect(read(tree, `${DATABASE}/migrations.ts`)).toContain(`AddOne${NOW}, AddTwo${NOW + 1}]`);
  });

  it('refuses a name that is taken', async () => {
    const tree = workspace();
    await expect(migration(tree, { name: 'create-vms' }, NOW)).rejects.toThrow('there already');
  });

  it.each(['vm-notes', 'add', 'AddNotes', 'add-notes/../x', 'add--x'])(
    'is never called with the name %j',
    (name) => {
      expect(() => checkOptions('migration', { name })).toThrow();
    },
  );
});
