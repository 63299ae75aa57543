import { describe, expect, it } from '@jest/globals';
import { backupName, namesToKeep } from './backup-names.js';

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

  it('are the last that there are, however old, when nobody has made any since', () => {
    expect(keptDays(nights(3, '2020-01-03'))).toHaveLength(3);
    expect(namesToKeep([])).toEqual(new Set());
  });

  it('are of names that are ours alone', () => {
    expect(namesToKeep(['photos', 'vm-manager-0f1e2d3c-yesterday'])).toEqual(new Set());
  });
});
