import { formatFiles, generateFiles, names, type Tree } from '@nx/devkit';
import { join } from 'node:path';
import { addContract, hasContract } from '../contract/generator.ts';
import { addMigration, hasTable } from '../migration/generator.ts';
import { toSingular } from '../singular.ts';
import { addPermission, type Role } from './permission.ts';
import { addToWalls, importIntoApp } from './wiring.ts';

const ROLES: Role[] = ['student', 'teacher', 'admin'];

/** A test account of each role (apps/api/src/testing/start-api.ts). */
const ACCOUNTS: Record<Role, string> = { student: 'alice', teacher: 'prof', admin: 'admin' };

export interface ApiModuleOptions {
  /** The folder and the route, in the plural. */
  name: string;
  /** Where it stands: a group of apps/api/walls.ts that has folders. */
  group?: string;
  /** One of them; the name without its `s` by default. */
  singular?: string;
  /** The roles that may come in; everyone signed in by default. */
  onlyFor?: Role[];
}

export default async function apiModule(
  tree: Tree,
  { name, group = 'machines', singular = toSingular(name), onlyFor = [] }: ApiModuleOptions,
  now = Date.now(),
): Promise<void> {
  const folder = `apps/api/src/${group}/${name}`;
  const table = name.replaceAll('-', '_');
  refuse(tree.exists(folder), `${folder} is there already`);
  refuse(hasTable(tree, table), `The table ${table} is there already`);
  refuse(singular === name, `What is one of ${name} called? Say it with --singular`);

  const words = { ...wordsFor(name, singular, onlyFor), table };
  generateFiles(tree, join(import.meta.dirname, 'files/module'), folder, words);
  addMigration(tree, `create-${name}`, now, join(import.meta.dirname, 'files/migration'), { table });
  // A contract that was written first stays as it is.
  if (!hasContract(tree, singular)) addContract(tree, singular);
  if (onlyFor.length > 0) addPermission(tree, `use-${name}`, onlyFor);
  importIntoApp(tree, group, name);
  addToWalls(tree, group, name);
  await formatFiles(tree);
}

function wordsFor(name: string, singular: string, onlyFor: Role[]) {
  const refused = ROLES.find((role) => onlyFor.length > 0 && !onlyFor.includes(role));
  return {
    name,
    singular,
    plural: names(name).className,
    className: names(singular).className,
    property: names(name).propertyName,
    permission: onlyFor.length > 0 ? `use-${name}` : '',
    allowedAccount: ACCOUNTS[onlyFor[0] ?? 'student'],
    refusedAccount: refused && ACCOUNTS[refused],
    tmpl: '',
  };
}

function refuse(when: boolean, why: string): void {
  if (when) throw new Error(why);
}
