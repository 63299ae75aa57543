// `npm run vmm -- <command>`: what an administrator does at the terminal. This part runs on whatever Node the machine has.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { become, mainOf, Refusal } from './child.mjs';
import { inLibvirtGroup } from './host.mjs';
import { NODE, ROOT } from './places.mjs';

const VMM = join(ROOT, 'apps/api/dist/vmm.js');

await mainOf(async () => {
  process.chdir(ROOT);
  if (!existsSync(VMM)) throw new Refusal('Nothing is built yet: run `npm start` once.');
  const [program, ...args] = inLibvirtGroup([NODE, '--enable-source-maps', VMM, ...process.argv.slice(2)]);
  await become(program, args);
});
