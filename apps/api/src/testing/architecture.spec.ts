import { expect, it } from '@jest/globals';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fromProjectRoot } from '../foundation/config/project-root.js';

const ROOTS = ['apps/api/src', 'apps/portal/src/app', '.', 'apps'].map(fromProjectRoot);
const NAMES = new Set(
  globSync('{apps,libs}/*/src/**/*.ts', { cwd: fromProjectRoot('.') }).map((path) => basename(path)),
);

it('every source that docs/architecture.md names is there', () => {
  const text = readFileSync(fromProjectRoot('docs/architecture.md'), 'utf8');
  const named = [...text.matchAll(/`([\w./-]+\.ts)`/g)].map(([, path = '']) => path);
  const isThere = (path: string) =>
    path.includes('/') ? ROOTS.some((root) => existsSync(join(root, path))) : NAMES.has(path);
  expect(named.filter((path) => !isThere(path))).toEqual([]);
  expect(named.length).toBeGreaterThan(40);
});
