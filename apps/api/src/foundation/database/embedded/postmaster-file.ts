import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Postmaster {
  pid: number;
  port: number;
  socketDir: string;
  isReady: boolean;
}

/** What a running server says of itself in `postmaster.pid`; null when there is no such file or it is half written. */
export async function readPostmaster(clusterDir: string): Promise<Postmaster | null> {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(absent);
  if (text === null) return null;
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3]), socketDir: lines[4] ?? '', isReady: lines[7] === 'ready' };
}

/** Whether that process is alive and serves this folder: a pid may be a zombie's or, after a reboot, someone else's. */
export async function isServing(pid: number, clusterDir: string): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(absent);
  if (status === null || /\) [ZX] /.test(status)) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(absent);
  return command !== null && command.split('\0').includes(clusterDir);
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
  throw error;
}
