import assert from 'node:assert/strict';
import { mkdtemp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { keepFormer } from './former-parts.mjs';

const DAY = 24 * 3600_000;
let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), 'vmm-parts-'))));
after(() => rm(folder, { recursive: true }));

async function version(name, files) {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  for (const file of files) await writeFile(join(path, file), '1');
  return path;
}

test('parts of an earlier version stay for a week from the day it was replaced, whatever was built meanwhile', async () => {
  const dist = await version('dist', ['index.html', 'old.txt', 'many-AAAAAAAA.js', 'many-AAAAAAAA.js.br']);
  const second = await version('second', ['index.html', 'many-BBBBBBBB.js']);
  const left = async () => (await readdir(dist)).filter((name) => !name.startsWith('.')).sort();
  await keepFormer(dist, second, 100 * DAY);
  assert.deepEqual(await left(), ['index.html', 'many-AAAAAAAA.js', 'many-AAAAAAAA.js.br']);
  await keepFormer(dist, second, 106 * DAY);
  assert.equal((await left()).length, 3);
  await keepFormer(dist, second, 107 * DAY);
  assert.deepEqual(await left(), ['index.html']);
});

test('a part that comes back is no former one any more', async () => {
  const dist = await version('again', ['few-AAAAAAAA.js']);
  await keepFormer(dist, await version('without', []), 0);
  await keepFormer(dist, await version('with', ['few-AAAAAAAA.js']), 6 * DAY);
  await keepFormer(dist, await version('without', []), 12 * DAY);
  assert.deepEqual(
    (await readdir(dist)).filter((name) => name.endsWith('.js')),
    ['few-AAAAAAAA.js'],
  );
});
