import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { run } from './child.mjs';
import { ROOT } from './places.mjs';

const isRoot = process.getuid() === 0;

/** The command as root sees it; keeps what the preparation asks for in the environment. */
export const asRoot = (command) =>
  isRoot
    ? command
    : [
        'sudo',
        '--preserve-env=VMM_STORAGE_POOL,VMM_DATA_DIR,VMM_TEMPLATES_DIR,http_proxy,https_proxy',
        ...command,
      ];

/** Packages, a running libvirt, the storage pool: see infra/host. */
export async function prepareHost({ storagePool, packages = [] }) {
  await run(join(ROOT, 'infra/host/prepare-host.sh'), packages, { env: { VMM_STORAGE_POOL: storagePool } });
}

/**
 * The command with the rights to use libvirt. Someone who was put into its group a moment ago has them only in a new
 * login; `sg` makes one, with the command in variables, as it takes nothing but a line for a shell.
 */
export function inLibvirtGroup(command) {
  if (isRoot) return command;
  const line = readFileSync('/etc/group', 'utf8')
    .split('\n')
    .find((group) => group.startsWith('libvirt:'));
  const [, , id, members = ''] = line?.split(':') ?? [];
  if (process.getgroups().includes(Number(id)) || !members.split(',').includes(userInfo().username))
    return command;
  const names = command.map((word, index) => {
    process.env[`VMM_WORD_${index}`] = word;
    return `"$VMM_WORD_${index}"`;
  });
  return ['sg', 'libvirt', '-c', `exec ${names.join(' ')}`];
}
