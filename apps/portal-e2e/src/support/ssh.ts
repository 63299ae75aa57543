import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OPTIONS = [
  ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'],
  ...['-o', 'ConnectTimeout=20', '-o', 'NumberOfPasswordPrompts=1'],
];

/** Whether the password opens the account; the answer of the guest's own SSH server. */
export async function opensWithPassword(
  address: string,
  account: string,
  password: string,
): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'vmm-ssh-'));
  try {
    const ask = join(folder, 'ask');
    await writeFile(join(folder, 'password'), password);
    await writeFile(ask, '#!/bin/sh\ncat "$VMM_FOLDER/password"\n');
    await chmod(ask, 0o700);
    const only = ['-o', 'PreferredAuthentications=password', '-o', 'PubkeyAuthentication=no'];
    const env = { ...process.env, SSH_ASKPASS: ask, SSH_ASKPASS_REQUIRE: 'force', VMM_FOLDER: folder };
    return await succeeds('ssh', [...OPTIONS, ...only, `${account}@${address}`, 'true'], env);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function opensWithKey(address: string, account: string, key: string): Promise<boolean> {
  const only = ['-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes', '-i', key];
  return succeeds('ssh', [...OPTIONS, ...only, `${account}@${address}`, 'true'], process.env);
}

/** SSH's own failures are 255; anything else means that someone was let in. */
function succeeds(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { env, timeout: 60_000 }, (error, _output, said) => {
      if (!error) return resolve(true);
      if (error.code === 255 && /Permission denied/.test(said)) return resolve(false);
      reject(new Error(`ssh: ${said || error.message}`));
    });
  });
}
