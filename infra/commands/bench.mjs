// `npm run bench -- <name>`: measures; prints a table and writes bench/<name>.json.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { become, mainOf, Refusal } from './child.mjs';
import { ensureNodePackages } from './node-packages.mjs';
import { NODE, ROOT } from './places.mjs';

await mainOf(async () => {
  const [name = '', ...rest] = process.argv.slice(2);
  const file = join(ROOT, 'infra/bench', `${name}.mjs`);
  if (!/^[a-z-]+$/.test(name) || !existsSync(file))
    throw new Refusal(
      'npm run bench -- list | create | audit | portal | restore-points | rolling | console | pictures   (see the README)',
    );
  await ensureNodePackages();
  await become(NODE, [file, ...rest]);
});
