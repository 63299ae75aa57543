import { expect, it } from '@jest/globals';
import type { Sessions } from '../../access/sessions/sessions.js';
import { ConsoleUse } from './console-use.js';

it('input counts as use of the session, once a minute', () => {
  const touched: number[] = [];
  const touch = async (_session: string, at?: Date) => void touched.push((at?.getTime() ?? 0) / 1000);
  let now = 0;
  const note = new ConsoleUse({ touch } as Pick<Sessions, 'touch'> as Sessions).recorderFor(
    'session',
    () => now,
  );
  for (; now <= 150_000; now += 10_000) note();
  expect(touched).toEqual([0, 60, 120]);
});
