import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * Angular makes a part for each combination of pages that share a file, more than a hundred. Joined here: what every page
 * needs, what the sign-in page needs besides, what many share, what a few share; 46 are left and a page asks for eight.
 * Returns what a browser that opens the portal needs at once, and what the sign-in page needs in all.
 */
export async function joinParts(bundle, target) {
  const main = join(bundle, await nameOf(bundle, (name) => /^main-.*\.js$/.test(name)));
  const signInPage = join(bundle, await nameOf(bundle, (_, code) => code.includes('vmm-sign-in-page')));
  const french = join(bundle, await nameOf(bundle, (_, code) => code.includes('Mes machines')));
  const bundler = await rolldown({ input: { main }, preserveEntrySignatures: false, logLevel: 'warn' });
  const reached = new Map();
  const isReached = (id, from, context) => {
    if (!reached.has(from))
      reached.set(
        from,
        reachable(from, (one) => context.getModuleInfo(one)),
      );
    return reached.get(from).has(id);
  };
  const { output } = await bundler.generate({
    minify: true,
    // Parts may need one another: each module runs in its turn all the same.
    strictExecutionOrder: true,
    entryFileNames: '[name]-[hash].js',
    chunkFileNames: (part) => `${part.name.replace(/-[\w-]{8,9}$/, '')}-[hash].js`,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        {
          name: (id, context) => (id !== main && isReached(id, main, context) ? 'portal' : null),
          priority: 4,
        },
        { name: (id, context) => (isReached(id, signInPage, context) ? 'sign-in' : null), priority: 3 },
        { name: 'many', minShareCount: 5, priority: 2 },
        { name: 'few', minShareCount: 2, maxSize: 100_000, priority: 1 },
      ],
    },
  });
  await bundler.close();
  await mkdir(target, { recursive: true });
  for (const { fileName, code } of output) await writeFile(join(target, fileName), code);
  const partWith = (module) => output.find(({ moduleIds }) => moduleIds.includes(module)).fileName;
  const entry = output.find(({ isEntry }) => isEntry).fileName;
  const atOnce = output.find(({ isEntry }) => isEntry).imports;
  return { entry, atOnce, forSignIn: [entry, ...atOnce, partWith(signInPage), partWith(french)] };
}

async function nameOf(folder, isIt) {
  for (const name of await readdir(folder))
    if (name.endsWith('.js') && isIt(name, await readFile(join(folder, name), 'utf8'))) return name;
  throw new Error(`A part of the portal was not found in ${folder}`);
}

function reachable(id, infoOf, seen = new Set()) {
  if (seen.has(id)) return seen;
  seen.add(id);
  for (const imported of infoOf(id)?.importedIds ?? []) reachable(imported, infoOf, seen);
  return seen;
}
