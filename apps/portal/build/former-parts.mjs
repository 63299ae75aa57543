import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const KEPT_MS = 7 * 24 * 3600_000;
/** Since when a file belongs to no version any more; the portal serves no file that begins with a dot. */
const RECORD = '.former-parts.json';

/**
 * Clears `dist` for a new version: tabs that are open go on asking for the parts of the version they began with, so names
 * with a hash stay for a week from the day that another version took their place.
 */
export async function keepFormer(dist, fresh, now = Date.now()) {
  const record = await readFile(join(dist, RECORD), 'utf8').then(JSON.parse, () => ({}));
  const current = new Set(await readdir(fresh, { recursive: true }));
  const former = {};
  for (const file of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name).slice(dist.length + 1);
    if (!file.isFile() || current.has(path) || path === RECORD) continue;
    const since = record[path] ?? now;
    if (/-[\w-]{8,}\.\w+(\.br|\.gz)?$/.test(path) && now - since < KEPT_MS) former[path] = since;
    else await rm(join(dist, path));
  }
  await writeFile(join(dist, RECORD), JSON.stringify(former));
}
