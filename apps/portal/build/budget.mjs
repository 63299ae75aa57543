import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a page may weigh on the wire, with its style, its texts and the typeface that it is written in. */
const BUDGETS = { forSignIn: 180_000, forOwnMachines: 250_000 };
const ALSO_LOADED =
  /^(index\.html|favicon\.svg|styles-.*\.css)\.br$|^media\/public-sans-latin-wght.*\.woff2$/;

export async function checkBudget(folder, parts) {
  const there = await readdir(folder, { recursive: true });
  const alsoLoaded = there.filter((file) => ALSO_LOADED.test(file));
  for (const [page, budget] of Object.entries(BUDGETS)) {
    // The shortest parts are not compressed.
    const asSent = parts[page].map((file) => (there.includes(`${file}.br`) ? `${file}.br` : file));
    const files = [...asSent, ...alsoLoaded];
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const list = files.map((file, index) => `  ${sizes[index]}  ${file}`).join('\n');
    if (total > budget) throw new Error(`${page}: ${total} bytes, ${budget} at most:\n${list}`);
    console.log(`${page}: ${Math.round(total / 1000)} kB compressed, ${files.length} files.`);
  }
}
