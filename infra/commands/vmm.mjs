// `npm run vmm -- <command>`: what an administrator does at the terminal. This part runs on whatever Node the machine has.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bakeBox } from './boxes.mjs';
import { become, mainOf, Refusal } from './child.mjs';
import { environment } from './environment.mjs';
import { inLibvirtGroup } from './host.mjs';
import { NODE, ROOT } from './places.mjs';

const VMM = join(ROOT, 'apps/api/dist/vmm.js');

await mainOf(async () => {
  process.chdir(ROOT);
  // Done by root, and without the program: a host may have nothing but its recipes.
  let [word, ...words] = process.argv.slice(2);
  // Windows is set up by the program, from discs that the school has.
  const isWindows = words.length > 2 || words[1] === 'windows-server';
  if (word === 'boxes' && words[0] === 'bake' && isWindows) [word, words] = ['bake-windows', words.slice(1)];
  if (word === 'boxes' && words[0] !== 'import') {
    if (words.length !== 2 || words[0] !== 'bake')
      throw new Refusal('npm run vmm -- boxes bake <template>, or boxes import <template> <file or address>');
    const { dataDir, templatesDir } = await environment();
    // The script reads no .env; sudo hands it on.
    if (templatesDir) process.env.VMM_TEMPLATES_DIR = templatesDir;
    return bakeBox(dataDir, words[1], '--try');
  }
  if (!existsSync(VMM)) throw new Refusal('Nothing is built yet: run `npm start` once.');
  const [program, ...args] = inLibvirtGroup([
    NODE,
    '--enable-source-maps',
    VMM,
    ...(word ? [word, ...words] : []),
  ]);
  await become(program, args);
});
