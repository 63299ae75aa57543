import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { SECRET_VARIABLES } from '../../apps/api/src/foundation/config/secrets.ts';

const ROLE = join(import.meta.dirname, 'roles/vm_manager');
const read = async (path) => parse(await readFile(join(ROLE, path), 'utf8'));

test('the role knows every secret that the API knows, and no other', async () => {
  const { vm_manager_secret_names: names } = await read('vars/main.yml');
  assert.deepEqual(new Set(names), SECRET_VARIABLES);
});

test('its places are those of the unit', async () => {
  const root = await read('vars/root.yml');
  const unit = await readFile(join(import.meta.dirname, '../systemd/vm-manager-api.service'), 'utf8');
  assert.match(unit, new RegExp(`^User=${root.vm_manager_account}$`, 'm'));
  assert.match(unit, new RegExp(`^Group=${root.vm_manager_group}$`, 'm'));
  assert.match(unit, new RegExp(`^WorkingDirectory=${root.vm_manager_config}$`, 'm'));
  assert.match(unit, new RegExp(` HOST=${root.vm_manager_socket}$`, 'm'));
  assert.match(unit, new RegExp(`=VMM_DATA_DIR=${root.vm_manager_data} `));
  assert.match(unit, new RegExp(`^ExecStart=${root.vm_manager_root}/current/`, 'm'));
});

test('each night’s backup finds its passphrase where the role puts it', async () => {
  const [added, unit, ofUser, tasks] = await Promise.all(
    [
      'roles/vm_manager/templates/backup.conf.j2',
      '../systemd/vm-manager-backup.service',
      '../systemd/user/vm-manager-backup.service',
      'roles/vm_manager/tasks/backup.yml',
    ].map((path) => readFile(join(import.meta.dirname, path), 'utf8')),
  );
  const inConfig = '{{ vm_manager_config }}/backup-passphrase';
  assert.match(tasks, new RegExp(`dest: '${inConfig}'`));
  const [, credential] = new RegExp(`^LoadCredential=(\\w+):${inConfig}$`, 'm').exec(added);
  assert.match(unit, new RegExp(`--passphrase-file %d/${credential}$`, 'm'));
  const { vm_manager_root: root, vm_manager_config: config } = await read('vars/non_root.yml');
  assert.equal(config, '{{ vm_manager_root }}/config');
  assert.ok(root.endsWith('/vm-manager'));
  assert.match(ofUser, /--passphrase-file %h\/vm-manager\/config\/backup-passphrase$/m);
});
