import { formatFiles, generateFiles, names, updateJson, type Tree } from '@nx/devkit';
import { join } from 'node:path';
import ts from 'typescript';
import { addContract, hasContract } from '../contract/generator.ts';
import { edit, withProperty } from '../source-edits.ts';
import { toSingular } from '../singular.ts';

const APP = 'apps/portal/src/app';
const ROUTES = `${APP}/app.routes.ts`;
const WALLS = 'apps/portal/walls.ts';

export interface PortalFeatureOptions {
  /** The folder and the API's route, in the plural. */
  name: string;
  /** One of them; the name without its `s` by default. */
  singular?: string;
  /** Where the browser finds the page; the name by default. */
  path?: string;
  fr?: string;
  en?: string;
}

export default async function portalFeature(
  tree: Tree,
  { name, singular = toSingular(name), path = name, fr, en }: PortalFeatureOptions,
): Promise<void> {
  const folder = `${APP}/${name}`;
  if (tree.exists(folder)) throw new Error(`${folder} is there already`);
  if (singular === name) throw new Error(`What is one of ${name} called? Say it with --singular`);
  const { className, propertyName: one } = names(singular);
  const { className: plural, propertyName: property } = names(name);
  generateFiles(tree, join(import.meta.dirname, 'files'), folder, {
    ...{ name, className, one, plural, property },
    tmpl: '',
  });
  // A contract that was written first stays as it is.
  if (!hasContract(tree, singular)) addContract(tree, singular);
  addRoute(tree, name, path, `${property}Routes`);
  addToWalls(tree, name);
  const words = name.replaceAll('-', ' ');
  addTexts(tree, 'fr', name, { title: fr ?? sentence(words), none: 'Rien ici pour le moment' });
  addTexts(tree, 'en', name, { title: en ?? sentence(words), none: 'Nothing here yet' });
  await formatFiles(tree);
}

/** Before what is not found. */
function addRoute(tree: Tree, name: string, path: string, routes: string): void {
  const route = `{
        path: '${path}',
        loadChildren: () => import('./${name}/${name}.routes').then((file) => file.${routes}),
      },
      `;
  edit(tree, ROUTES, (text) => {
    if (text.includes(`path: '${path}'`)) throw new Error(`The path ${path} is taken in ${ROUTES}`);
    const last = text.search(/\{\s*path: '\*\*'/);
    if (last < 0) throw new Error(`${ROUTES} has no path for what is not found`);
    return text.slice(0, last) + route + text.slice(last);
  });
}

/** Above all others, and on what every page needs. */
function addToWalls(tree: Tree, name: string): void {
  const key = name.includes('-') ? `'${name}'` : name;
  const found = (node: ts.Node) =>
    ts.isVariableDeclaration(node) && node.name.getText() === 'FOLDERS' && node.initializer
      ? (node.initializer as ts.ObjectLiteralExpression)
      : undefined;
  edit(tree, WALLS, (text) =>
    withProperty(text, found, key, `${key}: ['i18n', 'http', 'ui']`, `${WALLS} has no FOLDERS`),
  );
}

type Texts = Record<string, Record<string, string>> & { page: Record<string, string> };

function addTexts(
  tree: Tree,
  language: string,
  name: string,
  { title, none }: { title: string; none: string },
): void {
  updateJson<Texts>(tree, `apps/portal/src/i18n/${language}.json`, (texts) => {
    if (name in texts) throw new Error(`The portal has texts called ${name} already`);
    texts.page[name] = title;
    texts[name] = { none };
    return texts;
  });
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
