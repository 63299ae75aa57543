import { names, type Tree } from '@nx/devkit';
import ts from 'typescript';
import { edit, withElement, withModuleLine, withProperty } from '../source-edits.ts';

const APP_MODULE = 'apps/api/src/app.module.ts';
const WALLS = 'apps/api/walls.ts';
const ARCHITECTURE = 'docs/architecture.md';

/** Last in its group: what is imported first is shut down last, and a new feature stands on what is there. */
export function importIntoApp(tree: Tree, group: string, name: string): void {
  const module = `${names(name).className}Module`;
  const specifier = `./${group}/${name}/${name}.module.js`;
  edit(tree, APP_MODULE, (text) =>
    withElement(
      withModuleLine(text, specifier, `import { ${module} } from '${specifier}';`),
      (node) => listCalled(node, group.toUpperCase()),
      module,
      `${APP_MODULE} has no list ${group.toUpperCase()}`,
    ),
  );
}

/** A folder that uses no other of its group yet; it stands on the groups below, and is drawn where it stands. */
export function addToWalls(tree: Tree, group: string, name: string): void {
  const key = name.includes('-') ? `'${name}'` : name;
  edit(tree, WALLS, (text) =>
    withProperty(
      text,
      (node) => foldersOf(node, group),
      key,
      `${key}: []`,
      `${WALLS} has no group ${group} with folders`,
    ),
  );
  edit(tree, ARCHITECTURE, (text) => {
    const box = new RegExp(`^  ${group}\\["<b>${group}</b><br/>(.*)"\\]$`, 'm');
    const folders = box.exec(text)?.[1]?.split(', ');
    if (!folders) throw new Error(`${ARCHITECTURE} has no box of the group ${group}`);
    if (folders.includes(name)) return text;
    return text.replace(box, (line) => line.replace('"]', `, ${name}"]`));
  });
}

function listCalled(node: ts.Node, name: string): ts.NodeArray<ts.Expression> | undefined {
  const isIt = ts.isVariableDeclaration(node) && node.name.getText() === name;
  return isIt && node.initializer && ts.isArrayLiteralExpression(node.initializer)
    ? node.initializer.elements
    : undefined;
}

function foldersOf(node: ts.Node, group: string): ts.ObjectLiteralExpression | undefined {
  if (!ts.isPropertyAssignment(node) || node.name.getText() !== group) return undefined;
  if (!ts.isObjectLiteralExpression(node.initializer)) return undefined;
  const folders = node.initializer.properties.find((property) => property.name?.getText() === 'folders');
  return folders && ts.isPropertyAssignment(folders) && ts.isObjectLiteralExpression(folders.initializer)
    ? folders.initializer
    : undefined;
}
