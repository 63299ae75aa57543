import { formatFiles, generateFiles, names, type Tree } from '@nx/devkit';
import { join } from 'node:path';
import { edit, textOf, withModuleLine } from '../source-edits.ts';

const CONTRACTS = 'libs/contracts/src';
const INDEX = `${CONTRACTS}/index.ts`;

export interface ContractOptions {
  /** The thing, in the singular. */
  name: string;
}

export default async function contract(tree: Tree, { name }: ContractOptions): Promise<void> {
  if (hasContract(tree, name)) throw new Error(`${CONTRACTS}/${name}.ts is there already`);
  addContract(tree, name);
  await formatFiles(tree);
}

export function hasContract(tree: Tree, name: string): boolean {
  return tree.exists(`${CONTRACTS}/${name}.ts`);
}

/** Without formatting, for generators that write more. */
export function addContract(tree: Tree, name: string): void {
  const { className } = names(name);
  for (const taken of [className, `Create${className}`]) {
    if (new RegExp(`\\b${taken}\\b`).test(textOf(tree, INDEX)))
      throw new Error(`The contracts have a ${taken} already`);
  }
  generateFiles(tree, join(import.meta.dirname, 'files'), CONTRACTS, { name, className, tmpl: '' });
  const specifier = `./${name}.js`;
  edit(tree, INDEX, (text) =>
    withModuleLine(text, specifier, `export { Create${className}, ${className} } from '${specifier}';`),
  );
}
