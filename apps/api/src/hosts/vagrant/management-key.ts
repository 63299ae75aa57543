import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../foundation/child-process/run.js';
import { KEY_FILE } from './vm-json.js';

const KEYGEN_MS = 10_000;

/** Makes the machine's own key pair unless it has one; resolves with the public half, `type base64`. */
export async function ensureManagementKey(folder: string): Promise<string> {
  const publicFile = join(folder, `${KEY_FILE}.pub`);
  const known = await readPublicKey(publicFile);
  if (known) return known;
  // Half a pair, left by a kill.
  await rm(join(folder, KEY_FILE), { force: true });
  // PEM: Vagrant's SSH client cannot sign with an elliptic key in OpenSSH's own format (net-ssh 7.0 on OpenSSL 3).
  await run(
    'ssh-keygen',
    ['-q', '-t', 'ecdsa', '-m', 'PEM', '-N', '', '-C', '', '-f', join(folder, KEY_FILE)],
    {
      env: { PATH: '/usr/bin:/bin' },
      timeoutMs: KEYGEN_MS,
    },
  );
  const made = await readPublicKey(publicFile);
  if (!made) throw new Error('ssh-keygen wrote no public key.');
  return made;
}

async function readPublicKey(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return /^(\S+ \S+)/.exec(text)?.[1] ?? null;
}
