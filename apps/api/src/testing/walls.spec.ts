import { describe, expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { allowances, diagram, GROUPS } from '../../walls.js';

const SRC = join(import.meta.dirname, '..');
const isOfTests = (path: string) => /\.spec\.ts$|(^|\/)testing\//.test(path);

interface Arrow {
  from: string;
  to: string;
  files: string;
}

/** Every import from one folder of src into another, types too; tests apart. */
function arrows(): Arrow[] {
  return globSync('**/*.ts', { cwd: SRC })
    .filter((path) => !isOfTests(path))
    .flatMap((path) =>
      ts
        .preProcessFile(readFileSync(join(SRC, path), 'utf8'))
        .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) => relative(SRC, join(SRC, dirname(path), fileName)))
        .map((target) => ({ from: folderOf(path), to: folderOf(target), files: `${path} -> ${target}` })),
    )
    .filter(({ from, to }) => from !== to);
}

/** `machines/vms` of what lies there, however deep; `jobs` or `start` of what lies in the group itself; '' of main.ts. */
function folderOf(path: string): string {
  const [group = '', folder = '', ...deeper] = path.split('/');
  if (folder === '') return '';
  return deeper.length > 0 && GROUPS[group]?.folders ? `${group}/${folder}` : group;
}

const ARROWS = arrows();
const ALLOWED = new Map(allowances().map(({ folder, may }) => [folder, may]));
const allows = (from: string, to: string) =>
  ALLOWED.get(from)?.some((allowed) => to === allowed || to.startsWith(`${allowed}/`)) ?? false;

describe('the folders of the API', () => {
  it('are all on the list, and all on the list are there', () => {
    const named = [...ALLOWED.keys()].sort();
    const groupsOfFolders = Object.keys(GROUPS).filter((group) => GROUPS[group]?.folders);
    const found = new Set(
      globSync('**/*.ts', { cwd: SRC })
        .filter((path) => !isOfTests(path))
        .map(folderOf)
        .filter(Boolean),
    );
    expect([...new Set([...found, ...groupsOfFolders])].sort()).toEqual(named);
  });

  it('import what the list allows, and nothing else', () => {
    const wrong = ARROWS.filter(({ from, to }) => from !== '' && !allows(from, to));
    expect(wrong.map(({ files }) => files)).toEqual([]);
  });

  it('use what they are allowed: a wall that nobody needs open is closed', () => {
    const unused = Object.entries(GROUPS).flatMap(([group, { uses, folders = {} }]) => [
      ...uses
        .filter((used) => !ARROWS.some(({ from, to }) => isIn(from, group) && isIn(to, used)))
        .map((used) => `${group} -> ${used}`),
      ...Object.entries(folders).flatMap(([name, siblings]) =>
        siblings
          .filter(
            (used) =>
              !ARROWS.some(({ from, to }) => from === `${group}/${name}` && to === `${group}/${used}`),
          )
          .map((used) => `${group}/${name} -> ${used}`),
      ),
    ]);
    expect(unused).toEqual([]);
  });

  it('go in no circle', () => {
    const uses = new Map<string, Set<string>>();
    for (const { from, to } of ARROWS) uses.set(from, (uses.get(from) ?? new Set<string>()).add(to));
    const reaches = (from: string, seen = new Set<string>()): Set<string> => {
      for (const to of uses.get(from) ?? []) if (!seen.has(to)) reaches(to, seen.add(to));
      return seen;
    };
    expect([...uses.keys()].filter((folder) => reaches(folder).has(folder))).toEqual([]);
  });

  it('are drawn in docs/architecture.md as they are', () => {
    const document = readFileSync(join(SRC, '../../../docs/architecture.md'), 'utf8');
    expect(document).toContain(diagram());
  });
});

const isIn = (folder: string, group: string) => folder === group || folder.startsWith(`${group}/`);
