import { describe, expect, it } from '@jest/globals';
import { Degraded, HealthParts, withoutDetails, type PartCheck } from './health-parts.js';

const works = () => Promise.resolve();
const fails = () => Promise.reject(new Error('not there'));
const limps = () => Promise.reject(new Degraded('half of it'));

async function statusWith(needed: PartCheck, wanted: PartCheck) {
  const parts = new HealthParts();
  parts.register('needed', needed, { needed: true });
  parts.register('wanted', wanted, { needed: false });
  return parts.examine();
}

it('all parts work', async () => expect((await statusWith(works, works)).status).toBe('ok'));
it('without a needed part we are down', async () =>
  expect((await statusWith(fails, works)).status).toBe('down'));
it('a needed part that half works makes us degraded', async () =>
  expect((await statusWith(limps, works)).status).toBe('degraded'));
it('without another part we are degraded, and say why', async () => {
  const health = await statusWith(works, fails);
  expect(health).toEqual({
    status: 'degraded',
    parts: { needed: { status: 'ok' }, wanted: { status: 'degraded', detail: 'not there' } },
  });
  expect(withoutDetails(health).parts).toEqual({ needed: { status: 'ok' }, wanted: { status: 'degraded' } });
});

describe('an examination', () => {
  it('is shared by all who ask at once and shortly after, for each part', async () => {
    const parts = new HealthParts();
    const asked = { quick: 0, slow: 0 };
    const slow = Promise.withResolvers<void>();
    parts.register('quick', async () => void asked.quick++, { needed: true });
    parts.register('slow', () => (asked.slow++, slow.promise), { needed: false });
    const answers = Array.from({ length: 300 }, () => parts.examine());
    slow.resolve();
    for (const { status } of await Promise.all(answers)) expect(status).toBe('ok');
    await parts.examine();
    expect(asked).toEqual({ quick: 1, slow: 1 });
  });

  it('is made anew when its time is over', async () => {
    const parts = new HealthParts();
    let asked = 0;
    parts.register('part', async () => void asked++, { needed: true, everyMs: 0 });
    await parts.examine();
    await parts.examine();
    expect(asked).toBe(2);
  });
});
