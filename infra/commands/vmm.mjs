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
  const words = process.argv.slice(2);
  const [boxes, bake, template, ...more] = words;
  const isBake = boxes === 'boxes' && bake === 'bake' && /^[^-]/.test(template ?? '') && more.length === 0;
  // Done by root, and without the program: a host may have nothing but its recipes. Windows is set up by the program, from
  // discs that the school has.
  if (isBake && template !== 'windows-server') {
    const { dataDir, templatesDir } = await environment();
    // The script reads no .env; sudo hands it on.
    if (templatesDir) process.env.VMM_TEMPLATES_DIR = templatesDir;
    return bakeBox(dataDir, template, '--try');
  }
  if (!existsSync(VMM)) throw new Refusal('Nothing is built yet: run `npm start` once.');
  const [program, ...args] = inLibvirtGroup([NODE, '--enable-source-maps', VMM, ...words]);
  await become(program, args);
});
