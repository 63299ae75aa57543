// `npm run docs:pictures`: takes the pictures of the guides anew, of the portal as it is built now.
import { build } from './build.mjs';
import { become, mainOf } from './child.mjs';
import { ensureNodePackages } from './node-packages.mjs';
import { NODE, ROOT } from './places.mjs';
import { join } from 'node:path';

await mainOf(async () => {
  process.chdir(ROOT);
  await ensureNodePackages();
  await build();
  const taker = join(ROOT, 'apps/portal/testing/guide-pictures.mjs');
  await become(NODE, [taker, ...process.argv.slice(2)]);
});
