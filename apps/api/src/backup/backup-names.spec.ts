import { describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupName, namesToKeep, removeOldBackups } from './backup-names.js';

const ID = '0f1e2d3c-0000-4000-8000-000000000000';
/** Of each of these days, at this hour. */
const nights = (days: number, from = '2026-11-27', hour = 2) =>
  Array.from({ length: days }, (_, back) => {
    const at = new Date(`${from}T00:00:00Z`);
    at.setUTCDate(at.getUTCDate() - back);
    at.setUTCHours(hour);
    return backupName(ID, at);
  });
const keptDays = (names: readonly string[]) =>
  [...namesToKeep(names)].map((name) => name.slice(20, 30)).sort();

describe('which backups are kept', () => {
  it('are the last seven nights, and the newest of each of four weeks', () => {
    expect(keptDays(nights(60))).toEqual([
      '2026-11-08',
      '2026-11-15',
      '2026-11-21',
      '2026-11-22',
      '2026-11-23',
      '2026-11-24',
      '2026-11-25',
      '2026-11-26',
      '2026-11-27',
    ]);
  });

  it('are the newest of a day', () => {
    const [early = ''] = nights(1, '2026-11-27', 2);
    const [late = ''] = nights(1, '2026-11-27', 22);
    expect([...namesToKeep([early, late])]).toEqual([late]);
  });

  it('are the newest of a day that has machines too, when a later one has none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vmm-backups-'));
    const [night = ''] = nights(1, '2026-11-27', 2);
    const [morning = ''] = nights(1, '2026-11-27', 9);
    const [noon = ''] = nights(1, '2026-11-27', 12);
    for (const path of [`${night}/machines`, morning, noon])
      await mkdir(join(folder, path), { recursive: true });
    expect(await removeOldBackups(folder, ID)).toEqual([morning]);
    expect((await readdir(folder)).sort()).toEqual([night, noon]);
    await rm(folder, { recursive: true });
  });

  it('are the last that there are, however old, when nobody has made any since', () => {
    expect(keptDays(nights(3, '2020-01-03'))).toHaveLength(3);
    expect(namesToKeep([])).toEqual(new Set());
  });

  it('are of names that are ours alone', () => {
    expect(namesToKeep(['photos', 'vm-manager-0f1e2d3c-yesterday'])).toEqual(new Set());
  });
});
