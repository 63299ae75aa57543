import { describe, expect, it } from '@jest/globals';
import { checkOptions, read, workspace } from '../testing/workspace.ts';
import contract from './generator.ts';

const INDEX = 'libs/contracts/src/index.ts';

describe('contract', () => {
  it('writes one schema and type per thing, and what is asked to make one', async () => {
    const tree = workspace();
    await contract(tree, { name: 'quota-request' });
    const source = read(tree, 'libs/contracts/src/quota-request.ts');
    expect(source).toContain('export type QuotaRequest = z.infer<typeof QuotaRequest>;');
    expect(source).toContain(".meta({ id: 'CreateQuotaRequest' })");
    expect(read(tree, 'libs/contracts/src/quota-request.spec.ts')).toContain("from './quota-request.js'");
  });

  it.each([
    ['box', 0],
    ['quota', 1],
    ['zone', 2],
  ])('exports %s where the alphabet wants it', async (name, line) => {
    const tree = workspace();
    await contract(tree, { name });
    expect(read(tree, INDEX).trim().split('\n')).toHaveLength(3);
    expect(read(tree, INDEX).split('\n')[line]).toContain(`from './${name}.js'`);
  });

  it('refuses what is there, as a file or inside another', async () => {
    const tree = workspace();
    await contract(tree, { name: 'quota' });
    await expect(contract(tree, { name: 'quota' })).rejects.toThrow('there already');
    tree.write(INDEX, "export { CreateBox } from './image.js';\n");
    await expect(contract(tree, { name: 'box' })).rejects.toThrow('CreateBox');
  });

  it.each(['Quota', 'a/b', 'index.ts', ''])('is never called with the name %j', (name) => {
    expect(() => checkOptions('contract', { name })).toThrow();
  });
});
