import { expect, it } from '@jest/globals';
import type { ClockWatch } from '../database/clock-watch.js';
import { ClockHealth } from './clock-health.js';
import { HealthParts } from './health-parts.js';

function healthWith(doubtedUntil: ClockWatch['doubtedUntil'], database = () => Promise.resolve()) {
  const parts = new HealthParts();
  parts.register('database', database, { needed: true });
  const watch: Pick<ClockWatch, 'doubtedUntil'> = { doubtedUntil };
  new ClockHealth(parts, watch as ClockWatch).onModuleInit();
  return parts.examine();
}

it('a clock that is trusted is a part that is well', async () =>
  expect(await healthWith(() => Promise.resolve(null))).toEqual({
    status: 'ok',
    parts: { database: { status: 'ok' }, clock: { status: 'ok' } },
  }));

it('a clock that is doubted says until when, and by which command it is believed', async () => {
  const { status, parts } = await healthWith(() => Promise.resolve(new Date('2027-09-01T08:00:00Z')));
  expect([status, parts['clock']?.status]).toEqual(['degraded', 'degraded']);
  expect(parts['clock']?.detail).toContain('2027-09-01T08:00:00.000Z');
  expect(parts['clock']?.detail).toContain('npm run vmm -- clock confirm');
});

it('without a database health has all its parts: nobody knows whether the clock jumped', async () => {
  const away = () => Promise.reject(new Error('ECONNREFUSED'));
  expect(await healthWith(away, away)).toEqual({
    status: 'down',
    parts: {
      database: { status: 'down', detail: 'ECONNREFUSED' },
      clock: { status: 'degraded', detail: 'ECONNREFUSED' },
    },
  });
});
