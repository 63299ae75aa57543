import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { environment } from './environment.mjs';
import { ROOT } from './places.mjs';

const execute = promisify(execFile);

/** What this clone's tests could leave behind: domains, networks, volumes, folders, and processes of this clone. */
export async function leftovers() {
  const [domains, networks, volumes, folders, processes] = await Promise.all([
    virsh('list', '--all', '--name'),
    virsh('net-list', '--all', '--name'),
    virsh('vol-list', '--pool', (await environment()).storagePool),
    readdir(join(ROOT, 'student_vms')),
    ownProcesses(),
  ]);
  const named = [...domains, ...networks, ...volumes.map((line) => line.split(/\s+/)[0])];
  return [
    ...named.filter((name) => name.startsWith('vmm-')),
    ...folders.filter((name) => name !== '.gitkeep').map((name) => `student_vms/${name}`),
    ...processes,
  ];
}

async function virsh(...args) {
  const { stdout } = await execute('virsh', ['--quiet', '--connect', 'qemu:///system', ...args]);
  return stdout
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Running programs that belong to this clone: its Node, its PostgreSQL, its browser's parents. */
async function ownProcesses() {
  const found = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map(async (pid) => {
        const [program, command] = await Promise.all([
          readlink(`/proc/${pid}/exe`).catch(() => ''),
          readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
        ]);
        return program.startsWith(`${ROOT}/`)
          ? `process ${pid}: ${command.replaceAll('\0', ' ').slice(0, 80)}`
          : '';
      }),
  );
  return found.filter((text) => text !== '' && !text.startsWith(`process ${process.pid}:`));
}
