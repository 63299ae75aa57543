import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Unix socket's path has at most 107 bytes; this is what PostgreSQL appends to the folder. */
const LONGEST_FOLDER = 107 - '/.s.PGSQL.65535'.length;

/** A folder that only we can enter: in the data folder or, when its path is too long, a short one of its own. */
export async function ensureSocketDir(dataDir: string): Promise<string> {
  const inData = join(dataDir, 'postgres-socket');
  const digest = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const socketDir = Buffer.byteLength(inData) <= LONGEST_FOLDER ? inData : join(tmpdir(), `vmm-pg-${digest}`);
  await mkdir(socketDir, { recursive: true, mode: 0o700 });
  // In a folder that all may write to, someone else may have been first.
  const { uid } = await lstat(socketDir);
  if (uid !== process.getuid?.()) throw new Error(`${socketDir} belongs to someone else`);
  await chmod(socketDir, 0o700);
  return socketDir;
}
