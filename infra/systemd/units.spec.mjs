import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const MOST_EXPOSED = 3;
const INSTALLED_AT = '/opt/vm-manager/current/';

const units = (await readdir(import.meta.dirname)).filter((name) => /\.(service|timer)$/.test(name));

// Programs have to be there, and this clone is installed nowhere.
const runnableAnywhere = (unit) => unit.replaceAll(/^(Exec\w+=[-+!@:]*)\S+/gm, '$1/bin/true');

describe('units of systemd', () => {
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmm-units-'));
    for (const name of units) {
      const text = await readFile(join(import.meta.dirname, name), 'utf8');
      await writeFile(join(folder, name), runnableAnywhere(text));
    }
  });
  after(() => rm(folder, { recursive: true }));

  test('there is one for the API', () => assert.ok(units.includes('vm-manager-api.service')));

  for (const name of units) {
    test(`${name} is understood by systemd without a remark`, async () => {
      const { stdout, stderr } = await execute('systemd-analyze', ['verify', name], { cwd: folder });
      assert.equal(stdout + stderr, '');
    });
    if (name.endsWith('.service'))
      test(`${name} is exposed less than ${MOST_EXPOSED} of 10`, async (context) => {
        const args = ['security', '--offline=true', '--no-pager', join(folder, name)];
        const { stdout } = await execute('systemd-analyze', args);
        const [line, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout);
        context.diagnostic(line);
        assert.ok(Number(exposure) < MOST_EXPOSED, stdout);
      });
    test(`${name} starts what a release has, with our own Node`, async () => {
      const text = await readFile(join(import.meta.dirname, name), 'utf8');
      for (const [, program] of text.matchAll(/^Exec\w+=[-+!@:]*(\S+)/gm))
        assert.ok(program.startsWith(INSTALLED_AT), program);
    });
  }

  test('the unit of a user without root is understood by a user’s systemd without a remark', async () => {
    const text = await readFile(join(import.meta.dirname, 'user/vm-manager-api.service'), 'utf8');
    const own = join(folder, 'user');
    await mkdir(own);
    await writeFile(join(own, 'vm-manager-api.service'), runnableAnywhere(text));
    const { stdout, stderr } = await execute(
      'systemd-analyze',
      ['--user', 'verify', 'vm-manager-api.service'],
      { cwd: own, env: { ...process.env, XDG_RUNTIME_DIR: own } },
    );
    assert.equal(stdout + stderr, '');
  });
});
