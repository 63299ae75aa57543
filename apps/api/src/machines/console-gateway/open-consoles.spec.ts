import { expect, it } from '@jest/globals';
import { Closing } from './closing.js';
import { OpenConsoles } from './open-consoles.js';

const grant = { userId: 'alice', sessionId: 'browser', vmId: 'vm', mode: 'control', kind: 'screen' } as const;

it('closes those that match everything that is named, with the first reason', () => {
  const consoles = new OpenConsoles();
  const [mine, hers] = [consoles.open(grant), consoles.open({ ...grant, userId: 'prof', sessionId: 'desk' })];
  consoles.closeFor({ vmId: 'vm', userId: 'bob' }, Closing.RightsLost);
  expect(consoles.all()).toEqual([mine, hers]);
  consoles.closeFor({ vmId: 'vm', userId: 'prof' }, Closing.RightsLost);
  consoles.closeFor({}, Closing.Restarting);
  expect([mine.closing, hers.closing]).toEqual([Closing.Restarting, Closing.RightsLost]);
  expect(mine.signal.aborted && hers.signal.aborted).toBe(true);
  expect(consoles.all()).toEqual([]);
});
