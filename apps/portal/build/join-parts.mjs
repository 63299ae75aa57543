import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * Angular makes a part for each combination of pages that share a file, more than a hundred. Joined here: what every page
 * needs, what the sign-in page needs besides, what a student's own machines need besides, what many share, what a few share.
 * Returns what a browser that opens the portal needs at once, and what the sign-in page and a student's machines need in all.
 */
export async function joinParts(bundle, target) {
  const partWhere = async (isIt) => join(bundle, await nameOf(bundle, isIt));
  const main = await partWhere((name) => /^main-.*\.js$/.test(name));
  const partOf = (component) => partWhere((_, code) => new RegExp(`\\[\\[.${component}.\\]\\]`).test(code));
  const [program, signInPage] = [await partOf('vmm-root'), await partOf('vmm-sign-in-page')];
  const studentsHome = [await partOf('vmm-shell'), await partOf('vmm-my-vms-page')];
  const french = await partWhere((_, code) => code.includes('Mes machines'));
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
  /** The entry stays by itself: it asks for the others before any of them is here. */
  const isNeededBy = (parts, id, context) =>
    !isReached(id, main, context) && parts.some((part) => isReached(id, part, context));
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
          name: (id, context) => (id !== main && isReached(id, main, context) ? 'first' : null),
          priority: 6,
        },
        { name: (id, context) => (isNeededBy([program], id, context) ? 'portal' : null), priority: 5 },
        { name: (id, context) => (isNeededBy([signInPage], id, context) ? 'sign-in' : null), priority: 4 },
        { name: (id, context) => (isNeededBy(studentsHome, id, context) ? 'inside' : null), priority: 3 },
        { name: 'many', minShareCount: 5, priority: 2 },
        { name: 'few', minShareCount: 2, maxSize: 100_000, priority: 1 },
      ],
    },
  });
  await bundler.close();
  await mkdir(target, { recursive: true });
  const partWith = (module) => output.find(({ moduleIds }) => moduleIds.includes(module));
  const importsOf = (file) => ({ importedIds: output.find(({ fileName }) => fileName === file)?.imports });
  const entry = output.find(({ isEntry }) => isEntry);
  const atOnce = [...new Set([...entry.imports, ...partWith(program).imports, partWith(program).fileName])];
  if (entry.imports.includes(partWith(program).fileName))
    throw new Error('The entry has to wait for the program, and asks for no part before that.');
  for (const part of output)
    await writeFile(
      join(target, part.fileName),
      part === entry ? withNeeds(entry.code, importsOf, atOnce) : part.code,
    );
  const filesFor = (modules) => {
    const files = modules.flatMap((module) => [...reachable(partWith(module).fileName, importsOf)]);
    return [...new Set([entry.fileName, ...atOnce, ...files])];
  };
  return {
    entry: entry.fileName,
    atOnce: atOnce.filter((file) => file !== entry.fileName),
    forSignIn: filesFor([signInPage, french]),
    forOwnMachines: filesFor([...studentsHome, french]),
  };
}

/**
 * The entry asks for what its parts import together with them: a browser learns of it from the parts themselves, one way to the
 * server and back later for each that imports another. Where one does not come, the part that imports it does not either.
 */
function withNeeds(code, importsOf, atOnce) {
  return code.replace(/\bimport\(`\.\/([^`]+)`\)/g, (call, file) => {
    const needs = [...reachable(file, importsOf)].filter((need) => need !== file && !atOnce.includes(need));
    const asked = needs.map((need) => `import(\`./${need}\`).catch(()=>{})`);
    return `(${[...asked, call].join()})`;
  });
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
