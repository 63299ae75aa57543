import { formatFiles, generateFiles, names, type Tree } from '@nx/devkit';
import { join } from 'node:path';
import ts from 'typescript';
import { edit, withElement, withModuleLine } from '../source-edits.ts';

const DATABASE = 'apps/api/src/foundation/database';
const REGISTER = `${DATABASE}/migrations.ts`;
const FOLDER = `${DATABASE}/migrations`;

export interface MigrationOptions {
  /** What it does, verb first. */
  name: string;
}

export default async function migration(
  tree: Tree,
  { name }: MigrationOptions,
  now = Date.now(),
): Promise<void> {
  addMigration(tree, name, now, join(import.meta.dirname, 'files'));
  await formatFiles(tree);
}

/** Writes the class from the template in `files` and registers it; without formatting, for generators that write more. */
export function addMigration(
  tree: Tree,
  name: string,
  now: number,
  files: string,
  words: Record<string, string> = {},
): void {
  const present = migrationFiles(tree);
  if (present.some((file) => file.endsWith(`-${name}.ts`)))
    throw new Error(`A migration ${name} is there already`);
  // They run in this order, which a clock that is behind must not change.
  const timestamp = Math.max(now, ...present.map((file) => Number.parseInt(file) + 1));
  const className = `${names(name).className}${timestamp}`;
  generateFiles(tree, files, FOLDER, { name, timestamp, className, ...words, tmpl: '' });
  const specifier = `./migrations/${timestamp}-${name}.js`;
  edit(tree, REGISTER, (text) =>
    withElement(
      withModuleLine(text, specifier, `import { ${className} } from '${specifier}';`),
      registered,
      className,
      `${REGISTER} has no list MIGRATIONS`,
    ),
  );
}

export function hasTable(tree: Tree, table: string): boolean {
  return migrationFiles(tree).some((file) =>
    tree.read(`${FOLDER}/${file}`, 'utf8')?.includes(`CREATE TABLE "${table}"`),
  );
}

const migrationFiles = (tree: Tree) => tree.children(FOLDER).filter((file) => /^\d{13}-.+\.ts$/.test(file));

function registered(node: ts.Node): ts.NodeArray<ts.Expression> | undefined {
  if (!ts.isVariableDeclaration(node) || node.name.getText() !== 'MIGRATIONS') return undefined;
  return node.initializer && ts.isArrayLiteralExpression(node.initializer)
    ? node.initializer.elements
    : undefined;
}
