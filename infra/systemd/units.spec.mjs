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

  test('there is one for the API, and one for each night’s backup with its timer', () =>
    assert.deepEqual(units.toSorted(), [
      'vm-manager-api.service',
      'vm-manager-backup.service',
      'vm-manager-backup.timer',
    ]));

  test('the backup is of what the API has', async () => {
    const [api, backup] = await Promise.all(
      ['api', 'backup'].map((name) =>
        readFile(join(import.meta.dirname, `vm-manager-${name}.service`), 'utf8'),
      ),
    );
    for (const line of [/^User=.*$/m, /^WorkingDirectory=.*$/m, /^Environment=VMM_DATA_DIR=.*$/m])
      assert.equal(line.exec(backup)?.[0], line.exec(api)?.[0]);
    // Shared memory of the API's database goes with the first unit of its user that removes it.
    assert.doesNotMatch(backup, /^RemoveIPC=/m);
  });

  test('the timer’s time is one that systemd knows', async () => {
    const text = await readFile(join(import.meta.dirname, 'vm-manager-backup.timer'), 'utf8');
    const { stdout } = await execute('systemd-analyze', ['calendar', /^OnCalendar=(.*)$/m.exec(text)[1]]);
    assert.match(stdout, /Normalized form: \*-\*-\* 02:00:00/);
  });

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

  test('the units of a user without root are understood by a user’s systemd without a remark', async () => {
    const own = join(folder, 'user');
    await mkdir(own);
    const names = await readdir(join(import.meta.dirname, 'user'));
    for (const name of names) {
      const text = await readFile(join(import.meta.dirname, 'user', name), 'utf8');
      await writeFile(join(own, name), runnableAnywhere(text));
    }
    const { stdout, stderr } = await execute('systemd-analyze', ['--user', 'verify', ...names], {
      cwd: own,
      env: { ...process.env, XDG_RUNTIME_DIR: own },
    });
    assert.equal(stdout + stderr, '');
  });
});
