import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = ['apps/api/src', 'libs/contracts/src', 'libs/libvirt-rpc/src'];

test('every package that the API imports is there in production, not by chance of a development package', async () => {
  const { dependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const missing = [];
  let seen = 0;
  for (const folder of SOURCES)
    for (const name of await readdir(join(ROOT, folder), { recursive: true })) {
      if (!name.endsWith('.ts') || /\.spec\.ts$|(^|\/)testing\//.test(name)) continue;
      const text = await readFile(join(ROOT, folder, name), 'utf8');
      // Types are gone when it runs.
      for (const [, kind, from] of text.matchAll(
        /^(?:import|export)( type)?\b[^;]*?from '([^.'][^']*)';$/gm,
      )) {
        if (kind || from.startsWith('node:')) continue;
        seen += 1;
        const [first, second] = from.split('/');
        const wanted = first.startsWith('@') ? `${first}/${second}` : first;
        if (!(wanted in dependencies)) missing.push(`${folder}/${name}: ${wanted}`);
      }
    }
  assert.ok(seen > 100);
  assert.deepEqual(missing, []);
});
