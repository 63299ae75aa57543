import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Unix socket's path has at most 107 bytes; this is what PostgreSQL appends to the folder. */
const LONGEST_FOLDER = 107 - '/.s.PGSQL.65535'.length;

/**
 * A folder that only we can enter: in the data folder or, when its path is too long, a short one of its own. Always the
 * same, so that a server that comes back is found again.
 */
export async function ensureSocketDir(dataDir: string): Promise<string> {
  const inData = join(dataDir, 'postgres-socket');
  if (Buffer.byteLength(inData) <= LONGEST_FOLDER) return (await ensureOwn(inData)) ?? refuse(inData);
  const digest = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const short = join(tmpdir(), `vmm-pg-${digest}`);
  const note = join(dataDir, 'postgres-socket.path');
  const noted = await readFile(note, 'utf8').catch(() => null);
  const known = (noted && (await ensureOwn(noted))) ?? (await ensureOwn(short));
  if (known) return known;
  // Anyone may create folders there, and somebody else has taken this name: take one that nobody can guess.
  const free = await mkdtemp(`${short}-`);
  await writeFile(note, free, { mode: 0o600 });
  return free;
}

/** Makes it unless it is there; null when it is not a folder of ours. */
async function ensureOwn(folder: string): Promise<string | null> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
  const found = await lstat(folder).catch(() => null);
  if (!found?.isDirectory() || found.uid !== process.getuid?.()) return null;
  await chmod(folder, 0o700);
  return folder;
}

function refuse(folder: string): never {
  throw new Error(`${folder} belongs to someone else, or is no folder`);
}
