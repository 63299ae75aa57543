import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WARNED_BEFORE_MS, WARNINGS, type Warning } from '../../messages/notices/notice-params.js';
import { clearingStep, type Announcement } from './clearing-step.js';

const DAY_MS = 24 * 3600_000;
const START = Date.parse('2026-10-20T08:00:00Z');

const seldom = <T>(what: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: what });

/** The clock looks after that time; the rules may have changed by then; what it wrote may be lost with its process. */
const look = fc.record({
  afterMs: fc.oneof(
    fc.integer({ min: 0, max: 2 * 3600_000 }),
    fc.integer({ min: 0, max: 12 * DAY_MS }),
    fc.constant(60_000),
  ),
  moved: seldom(fc.record({ inMs: fc.option(fc.integer({ min: -3 * DAY_MS, max: 20 * DAY_MS })) })),
  killed: seldom(fc.constant(true)),
});

it('nothing goes before the last date that was told, nor without each warning in its full time', () => {
  let cleared = 0;
  fc.assert(
    fc.property(fc.array(look, { minLength: 5, maxLength: 40 }), (looks) => {
      let now = new Date(START);
      let due: Date | null = null;
      let told: Announcement | null = null;
      let warnedAt = new Map<Warning, Date>();
      for (const { afterMs, moved, killed } of looks) {
        now = new Date(now.getTime() + afterMs);
        if (moved) due = moved.inMs === null ? null : new Date(now.getTime() + moved.inMs);
        const step = clearingStep(told, due, now);
        if (step.do === 'clear') {
          cleared += 1;
          expect(told).not.toBeNull();
          expect(now.getTime()).toBeGreaterThanOrEqual(told!.dueAt.getTime());
          for (const warning of WARNINGS)
            expect(told!.dueAt.getTime() - warnedAt.get(warning)!.getTime()).toBeGreaterThanOrEqual(
              WARNED_BEFORE_MS[warning],
            );
          return;
        }
        if (killed || step.do === 'nothing') continue;
        if (step.do === 'call-off') [told, warnedAt] = [null, new Map()];
        else {
          const { dueAt, warned } = step.announcement;
          if (told) expect(dueAt.getTime()).toBeGreaterThanOrEqual(told.dueAt.getTime());
          // Told another date, one is warned of it anew; that it may go at all is known since the first time.
          if (warned !== '7-days' || told === null) warnedAt.set(warned, now);
          told = step.announcement;
        }
      }
    }),
    { numRuns: 2_000 },
  );
  expect(cleared).toBeGreaterThan(50);
});

it('goes by its dates where nobody changes anything and the clock always looks', () => {
  const due = new Date(START + 30 * DAY_MS);
  let told: Announcement | null = null;
  const seen: [string, number][] = [];
  for (let now = START; ; now += 30 * 60_000) {
    const step = clearingStep(told, due, new Date(now));
    if (step.do === 'announce') {
      told = step.announcement;
      expect(told.dueAt).toEqual(due);
      seen.push([told.warned, due.getTime() - now]);
    }
    if (step.do === 'clear') {
      expect(now).toBe(due.getTime());
      break;
    }
  }
  expect(seen).toEqual(WARNINGS.map((warning) => [warning, WARNED_BEFORE_MS[warning]]));
});
