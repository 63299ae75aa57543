import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Everything on the host that a VM Manager can leave behind, by name. */
export async function tracesOnHost(): Promise<string[]> {
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
  const isOurs = (name: string) => /^(vmm-|guest=vmm-|vm[0-9a-f]{6}-)/.test(name);
  return [...domains, ...networks, ...volumes, ...emulators, ...leases].filter(isOurs).sort();
}

/** The images that machines of an installation start from stay while it stands; a test takes its own away. */
export async function removeBoxImages(names: string[]): Promise<void> {
  for (const name of names.filter((candidate) => candidate.includes('_vagrant_box_image_')))
    await virsh('vol-delete', '--pool', 'default', name);
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
