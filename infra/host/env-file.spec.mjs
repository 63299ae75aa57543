import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, 'env-file.sh');

describe('the file of settings', () => {
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'env-file-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** What is in a file that began as `text` once `HOST_UID` has been set to 990. */
  async function with990(text) {
    const env = join(folder, '.env');
    await writeFile(env, text);
    await run('bash', ['-euc', '. "$1"; env=$2; set_value HOST_UID 990', 'test', SCRIPT, env]);
    return readFile(env, 'utf8');
  }

  test('keeps its last line, open or not', async () => {
    const whole = 'DOMAIN_NAME=iris.example\nSECRET_KEY=0123\nHOST_UID=990\n';
    assert.equal(await with990('DOMAIN_NAME=iris.example\nSECRET_KEY=0123'), whole);
    assert.equal(await with990('DOMAIN_NAME=iris.example\nSECRET_KEY=0123\n'), whole);
  });

  test('has each name once, with the newest value', async () => {
    assert.equal(await with990('HOST_UID=1\nA=1\nHOST_UID=2'), 'A=1\nHOST_UID=990\n');
    assert.equal(await with990(''), 'HOST_UID=990\n');
  });

  test('is left as it is when it says so already', async () => {
    for (const text of ['HOST_UID=990', 'HOST_UID="990"\nA=1', "A=1\nHOST_UID='990'\n"])
      assert.equal(await with990(text), text);
  });
});
