import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { askDatabase } from './database.js';
import type { Portal } from './portal.js';

const execute = promisify(execFile);

/**
 * What stands in the names of all that a portal makes on its host: its installation's id, shortened in some, and its VMs' ids.
 * Others may be at work on the same host.
 */
export async function marksOf(portal: Portal): Promise<string[]> {
  const [installation] = await askDatabase<{ id: string }>(portal, 'SELECT id FROM installation');
  const vms = await askDatabase<{ id: string }>(
    portal,
    `SELECT DISTINCT subject_id AS id FROM jobs WHERE subject_kind = 'vm'`,
  );
  if (!installation) throw new Error('The installation has no id.');
  return [
    `vm${installation.id.slice(0, 6)}-`,
    `vmm-${installation.id.slice(0, 8)}-`,
    ...vms.map(({ id }) => id),
  ];
}

/** Everything on the host that bears one of these marks, by name. */
export async function tracesOf(marks: readonly string[]): Promise<string[]> {
  const [domains, networks, volumes, emulators, leases] = await Promise.all([
    virsh('list', '--all', '--name'),
    virsh('net-list', '--all', '--name'),
    virsh('vol-list', '--pool', 'default').then((lines) => lines.map((line) => line.split(/\s+/)[0] ?? '')),
    execute('pgrep', ['-af', 'qemu-system']).then(
      ({ stdout }) => stdout.split('\n').flatMap((line) => /guest=[^,]+/.exec(line)?.[0] ?? []),
      () => [],
    ),
    readdir('/var/lib/libvirt/dnsmasq').catch(() => []),
  ]);
  const isTheirs = (name: string) => marks.some((mark) => name.includes(mark));
  return [...domains, ...networks, ...volumes, ...emulators, ...leases].filter(isTheirs).sort();
}

export const isBoxImage = (name: string) => name.includes('_vagrant_box_image_');

/**
 * Once the portal is closed: what should not be there any more. The images that machines of an installation start from stay
 * while it stands; a test takes its own away.
 */
export async function leftOnHost(marks: readonly string[]): Promise<string[]> {
  const traces = await tracesOf(marks);
  for (const name of traces.filter(isBoxImage)) await virsh('vol-delete', '--pool', 'default', name);
  return traces.filter((name) => !isBoxImage(name));
}

async function virsh(...args: string[]): Promise<string[]> {
  const { stdout } = await execute('virsh', ['--quiet', '--connect', 'qemu:///system', ...args], {
    env: { ...process.env, LC_ALL: 'C' },
  });
  return stdout
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
