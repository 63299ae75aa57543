import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), 'vmm-releases-'))));
after(() => rm(folder, { recursive: true }));

async function release(name, files) {
  const portal = join(folder, name, 'apps/portal/dist');
  await mkdir(portal, { recursive: true });
  for (const file of files) await writeFile(join(portal, file), name);
  return portal;
}
const follow = (one, next) =>
  promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'keep-parts.mjs'),
    join(folder, one),
    join(folder, next),
  ]);
const visible = async (portal) => (await readdir(portal)).filter((name) => !name.startsWith('.')).sort();

test('a release hands out the parts of the one before, and its own page', async () => {
  await release('one', ['index.html', 'main-AAAAAAAA.js', 'main-AAAAAAAA.js.br', 'logo.svg']);
  const two = await release('two', ['index.html', 'main-BBBBBBBB.js']);
  await follow('one', 'two');
  assert.deepEqual(await visible(two), [
    'index.html',
    'main-AAAAAAAA.js',
    'main-AAAAAAAA.js.br',
    'main-BBBBBBBB.js',
  ]);
  assert.equal(await readFile(join(two, 'index.html'), 'utf8'), 'two');
});

test('the parts of all versions of a week stay, from release to release', async () => {
  const three = await release('three', ['index.html', 'main-CCCCCCCC.js']);
  await follow('two', 'three');
  assert.ok((await visible(three)).includes('main-AAAAAAAA.js'));
  assert.ok((await visible(three)).includes('main-BBBBBBBB.js'));
});
