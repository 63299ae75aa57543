import { describe, expect, it } from '@jest/globals';
import { checkOptions, read, workspace } from '../testing/workspace.ts';
import adr from './generator.ts';

const INDEX = 'docs/adr/README.md';

describe('adr', () => {
  it('starts the index with the first decision', async () => {
    const tree = workspace();
    await adr(tree, { title: 'Why libvirt’s own protocol & no binding' });
    const path = '0001-why-libvirt-s-own-protocol-no-binding.md';
    expect(read(tree, `docs/adr/${path}`)).toContain('# 0001 Why libvirt’s own protocol & no binding');
    expect(read(tree, INDEX)).toMatch(/^# Decisions\n/);
    expect(read(tree, INDEX)).toContain(`- [0001 Why libvirt’s own protocol & no binding](${path})`);
  });

  it('takes the next number, and keeps what stands below the list', async () => {
    const tree = workspace();
    tree.write('docs/adr/0008-old.md', '# 0008 Old\n');
    tree.write(INDEX, '# Decisions\n\n- [0008 Old](0008-old.md)\n\nThe end.\n');
    await adr(tree, { title: 'Pourquoi être à l’écoute' });
    expect(read(tree, INDEX)).toBe(
      '# Decisions\n\n- [0008 Old](0008-old.md)\n- [0009 Pourquoi être à l’écoute](0009-pourquoi-etre-a-l-ecoute.md)\n\nThe end.\n',
    );
  });

  it('refuses the same decision twice', async () => {
    const tree = workspace();
    await adr(tree, { title: 'Why it rains' });
    await expect(adr(tree, { title: 'Why it rains!' })).rejects.toThrow('there already');
  });

  it.each(['why small', 'Short', 'Two\nlines of it', 'A [link](x) in it', `W${'x'.repeat(100)}`])(
    'is never called with the title %j',
    (title) => {
      expect(() => checkOptions('adr', { title })).toThrow();
    },
  );
});
