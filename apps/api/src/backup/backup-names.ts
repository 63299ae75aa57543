import { access, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MACHINES } from './machine-copies.js';

const DAY_MS = 24 * 3600_000;
const DAILY = 7;
const WEEKLY = 4;

const prefixOf = (installationId: string) => `vm-manager-${installationId.slice(0, 8)}-`;

/** One folder for each backup, by its time (UTC), so that names sort as they were made. */
export const backupName = (installationId: string, at: Date) =>
  `${prefixOf(installationId)}${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;

/** What is still being written, or was cut off. */
export const draftOf = (name: string) => `${name}.part`;

function timeOf(name: string): Date | null {
  const found = /-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z$/.exec(name);
  return found ? new Date(`${found[1]}T${found[2]}:${found[3]}:${found[4]}Z`) : null;
}

/** Of each of the last seven days that have one, the newest; and of each of the last four weeks. The newest always. */
export function namesToKeep(names: readonly string[]): Set<string> {
  const dated = names.flatMap((name) => {
    const at = timeOf(name);
    return at ? [{ name, at: at.getTime() }] : [];
  });
  dated.sort((a, b) => b.at - a.at);
  const firstOf = (spanMs: number, count: number) => {
    const spans = new Map<number, string>();
    // Weeks begin on Monday; 1 January 1970 was a Thursday.
    const shift = spanMs === DAY_MS ? 0 : 3 * DAY_MS;
    for (const { name, at } of dated) {
      const span = Math.floor((at + shift) / spanMs);
      if (!spans.has(span)) spans.set(span, name);
    }
    return [...spans.values()].slice(0, count);
  };
  return new Set([...firstOf(DAY_MS, DAILY), ...firstOf(7 * DAY_MS, WEEKLY)]);
}

/** Names of this installation's complete backups in the folder. */
export async function backupsIn(folder: string, installationId: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.startsWith(prefixOf(installationId)) && timeOf(name) !== null).sort();
}

/** Of the names in the folder those of backups that were cut off, the oldest first. */
export const draftsIn = (names: readonly string[], installationId: string): string[] =>
  names.filter((name) => name.startsWith(prefixOf(installationId)) && name.endsWith(draftOf('Z'))).sort();

/** Of these backups those in which there are machines. */
export async function withMachines(folder: string, names: readonly string[]): Promise<string[]> {
  const has = await Promise.all(
    names.map((name) =>
      access(join(folder, name, MACHINES)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return names.filter((_, index) => has[index]);
}

/** Removes what the rule does not keep, and what an earlier run left unfinished; resolves with the names. */
export async function removeOldBackups(folder: string, installationId: string): Promise<string[]> {
  const complete = await backupsIn(folder, installationId);
  // A later one of the same day, without machines, does not stand for one that has them.
  const keep = new Set([...namesToKeep(complete), ...namesToKeep(await withMachines(folder, complete))]);
  const left = draftsIn(await readdir(folder), installationId);
  const gone = [...complete.filter((name) => !keep.has(name)), ...left];
  for (const name of gone) {
    // Cut off in the middle of it, what is left is no backup.
    const draft = join(folder, name.endsWith(draftOf('')) ? name : draftOf(name));
    if (draft !== join(folder, name)) await rename(join(folder, name), draft);
    await rm(draft, { recursive: true });
  }
  return gone;
}
