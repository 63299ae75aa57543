// From Angular's bundle to what is served: fewer parts, compressed beside, and those of earlier versions for a week.
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkBudget } from './budget.mjs';
import { compress } from './compress.mjs';
import { keepFormer } from './former-parts.mjs';
import { joinParts } from './join-parts.mjs';

const PORTAL = join(import.meta.dirname, '..');
const BUNDLE = join(PORTAL, '.angular/bundle');
const FRESH = join(PORTAL, '.angular/fresh');
const DIST = join(PORTAL, 'dist');

await rm(FRESH, { recursive: true, force: true });
await cp(BUNDLE, FRESH, {
  recursive: true,
  filter: (path) => !path.endsWith('.js') && !path.endsWith('index.html'),
});
const parts = await joinParts(BUNDLE, FRESH);
await writeFile(
  join(FRESH, 'index.html'),
  withEntry(await readFile(join(BUNDLE, 'index.html'), 'utf8'), parts),
);
await compress(FRESH, DIST);
await checkBudget(FRESH, parts);

await mkdir(DIST, { recursive: true });
await keepFormer(DIST, FRESH);
// The page last: whoever opens it finds its parts.
const files = (await readdir(FRESH, { recursive: true, withFileTypes: true })).filter((file) =>
  file.isFile(),
);
const paths = files.map(({ parentPath, name }) => join(parentPath, name).slice(FRESH.length + 1));
for (const path of paths.sort(
  (a, b) => Number(a.startsWith('index.html')) - Number(b.startsWith('index.html')),
)) {
  await mkdir(join(DIST, path, '..'), { recursive: true });
  await rename(join(FRESH, path), join(DIST, path));
}
await rm(FRESH, { recursive: true });

/** What every page needs is asked for at once. */
function withEntry(page, { entry, atOnce }) {
  const preloads = atOnce.map((file) => `<link rel="modulepreload" href="${file}">`).join('');
  return page
    .replace(/<link rel="modulepreload"[^>]*>/g, '')
    .replace(/<script src="main-[^"]*"/, `${preloads}<script src="${entry}"`);
}
