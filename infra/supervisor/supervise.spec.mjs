import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { on } from 'node:events';
import { watch } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const SCRIPT = join(import.meta.dirname, 'supervise.sh');

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmm-supervisor-'));
  for (const name of ['config', 'log', 'run', 'current/node_modules/.bin'])
    await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, 'log/api.log'), '');
});
afterEach(() => supervise('stop'));
after(() => rm(folder, { recursive: true }));

const supervise = async (command) => (await execute(SCRIPT, [folder, command])).stdout.trim();
const log = () => readFile(join(folder, 'log/api.log'), 'utf8');

/** In the place of Node: a program that tells each of its starts and then does what is said. */
async function programme(body) {
  await writeFile(join(folder, 'log/api.log'), '');
  const node = join(folder, 'current/node_modules/.bin/node');
  await writeFile(node, `#!/bin/bash\necho "began $PWD $$"\n${body}\n`);
  await chmod(node, 0o755);
}
const STAYS = 'trap "echo ended; exit 0" TERM; while :; do sleep 600 & wait; done';

async function until(text) {
  const changes = watch(join(folder, 'log/api.log'));
  try {
    const events = on(changes, 'change');
    for (;;) {
      const said = await log();
      if (said.includes(text)) return said;
      await events.next();
    }
  } finally {
    changes.close();
  }
}
const starts = (said) => said.match(/^began .*$/gm) ?? [];

test('runs one API in the folder of its settings, however often it is started', async () => {
  await programme(STAYS);
  assert.equal(await supervise('start'), 'started');
  const said = await until('began');
  assert.match(said, new RegExp(`^began ${folder}/config \\d+$`, 'm'));
  assert.equal(await supervise('start'), 'runs already');
  assert.equal(starts(await log()).length, 1);
});

test('stops it in order, and returns when it has ended', async () => {
  await programme(STAYS);
  await supervise('start');
  await until('began');
  assert.equal(await supervise('stop'), 'stopped');
  assert.match(await log(), /ended\n.*supervisor: stopped\n$/);
  assert.equal(await supervise('stop'), 'does not run');
});

test('starts one that has ended again, each time after a longer pause', async () => {
  await programme('exit 1');
  await supervise('start');
  const said = await until('again in 2 s');
  assert.match(said, /the API ended with 1; again in 1 s/);
  assert.equal(starts(said).length, 2);
});

test('is stopped in the middle of a pause, too', async () => {
  await programme('exit 1');
  await supervise('start');
  await until('again in 2 s');
  assert.equal(await supervise('stop'), 'stopped');
});

test('does not start again what is configured wrongly, until it is asked to', async () => {
  await programme('exit 78');
  await supervise('start');
  const said = await until('the configuration is wrong');
  assert.equal(starts(said).length, 1);
  await programme(STAYS);
  // The one that gave up may be on its last instruction.
  while ((await supervise('start')) !== 'started');
  await until('began');
});

test('restarts as another process', async () => {
  await programme(STAYS);
  await supervise('start');
  const [first] = starts(await until('began'));
  assert.match(await supervise('restart'), /stopped\nstarted/);
  await until('stopped\nbegan');
  const [, second] = starts(await log());
  assert.notEqual(second, first);
});
