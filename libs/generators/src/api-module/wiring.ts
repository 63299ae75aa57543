import { names, type Tree } from '@nx/devkit';
import ts from 'typescript';
import { edit, withElement, withModuleLine } from '../source-edits.ts';

const APP_MODULE = 'apps/api/src/app.module.ts';
const LINT_CONFIG = 'eslint.config.mjs';
/** Folders that know no feature, so not the new one either. */
const BELOW_FEATURES = ['libvirt', 'vagrant', 'auth', 'jobs'];

/** Last in the list: what is imported first is shut down last, and a new feature stands on what is there. */
export function importIntoApp(tree: Tree, name: string): void {
  const module = `${names(name).className}Module`;
  const specifier = `./${name}/${name}.module.js`;
  edit(tree, APP_MODULE, (text) =>
    withElement(
      withModuleLine(text, specifier, `import { ${module} } from '${specifier}';`),
      importsOfDecorator,
      module,
      `${APP_MODULE} has no @Module({ imports: [...] })`,
    ),
  );
}

export function addToZones(tree: Tree, name: string): void {
  edit(tree, LINT_CONFIG, (text) =>
    BELOW_FEATURES.reduce(
      (changed, folder) =>
        withElement(
          changed,
          (node) => foldersOfZone(node, folder),
          `'${name}'`,
          `${LINT_CONFIG} has no zone('${folder}', inApi(...))`,
        ),
      text,
    ),
  );
}

function importsOfDecorator(node: ts.Node): ts.NodeArray<ts.Expression> | undefined {
  if (!ts.isDecorator(node) || !ts.isCallExpression(node.expression)) return undefined;
  const [options] = node.expression.arguments;
  if (node.expression.expression.getText() !== 'Module' || !options || !ts.isObjectLiteralExpression(options))
    return undefined;
  const imports = options.properties.find((property) => property.name?.getText() === 'imports');
  return imports && ts.isPropertyAssignment(imports) && ts.isArrayLiteralExpression(imports.initializer)
    ? imports.initializer.elements
    : undefined;
}

function foldersOfZone(node: ts.Node, folder: string): ts.NodeArray<ts.Expression> | undefined {
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'zone') return undefined;
  const [target, from] = node.arguments;
  const matches = target && ts.isStringLiteral(target) && target.text === folder;
  return matches && from && ts.isCallExpression(from) && from.expression.getText() === 'inApi'
    ? from.arguments
    : undefined;
}
