import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What the sign-in page may weigh on the wire, with its style, its texts and the typeface that it is written in. */
const SIGN_IN_BYTES = 190_000;
const ALSO_LOADED =
  /^(index\.html|favicon\.svg|styles-.*\.css)\.br$|^media\/public-sans-latin-wght.*\.woff2$/;

export async function checkBudget(folder, { forSignIn }) {
  const there = await readdir(folder, { recursive: true });
  // The shortest parts are not compressed.
  const asSent = forSignIn.map((file) => (there.includes(`${file}.br`) ? `${file}.br` : file));
  const files = [...asSent, ...there.filter((file) => ALSO_LOADED.test(file))];
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const list = files.map((file, index) => `  ${sizes[index]}  ${file}`).join('\n');
  if (total > SIGN_IN_BYTES)
    throw new Error(`The sign-in page weighs ${total} bytes, ${SIGN_IN_BYTES} at most:\n${list}`);
  console.log(`The sign-in page: ${Math.round(total / 1000)} kB compressed, ${files.length} files.`);
}
