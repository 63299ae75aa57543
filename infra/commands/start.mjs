// `npm start`: from a fresh clone to a running portal. This part runs on whatever Node the machine has.
import { become, mainOf } from './child.mjs';
import { ensureNodePackages } from './node-packages.mjs';
import { NODE, ROOT } from './places.mjs';
import { join } from 'node:path';

await mainOf(async () => {
  await ensureNodePackages();
  await become(NODE, [join(ROOT, 'infra/commands/serve.mjs'), ...process.argv.slice(2)]);
});
