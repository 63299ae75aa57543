import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The working folder of the only VM that has this id. */
export async function folderOf(studentVms: string, vmId: string): Promise<string> {
  for (const owner of await readdir(studentVms, { withFileTypes: true }))
    for (const name of owner.isDirectory() ? await readdir(join(studentVms, owner.name)) : []) {
      const folder = join(studentVms, owner.name, name);
      const text = await readFile(join(folder, 'vm.json'), 'utf8').catch(() => '{}');
      if ((JSON.parse(text) as { id?: string }).id === vmId) return folder;
    }
  throw new Error(`There is no folder of ${vmId}.`);
}

/** Runs a command in the guest as its administrator, over SSH with the VM's own key. */
export async function inGuest(folder: string, address: string, command: string): Promise<string> {
  const { stdout } = await execute(
    'ssh',
    [
      ...['-i', join(folder, 'management_key'), '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes'],
      ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'],
      ...['-o', 'ConnectTimeout=20', `vmm@${address}`, command],
    ],
    { timeout: 60_000 },
  );
  return stdout.trim();
}
