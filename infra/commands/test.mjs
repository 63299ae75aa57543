// `npm test`: installs what the tests need and runs all of them. This part runs on whatever Node the machine has.
import { join } from 'node:path';
import { become, mainOf } from './child.mjs';
import { ensureNodePackages } from './node-packages.mjs';
import { NODE, ROOT } from './places.mjs';

await mainOf(async () => {
  await ensureNodePackages();
  await become(NODE, [join(ROOT, 'infra/commands/check.mjs'), ...process.argv.slice(2)]);
});
