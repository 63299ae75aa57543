import { expect, it } from '@jest/globals';
import { HealthParts } from './health-parts.js';

const works = () => Promise.resolve();
const fails = () => Promise.reject(new Error('not there'));

async function statusWith(needed: () => Promise<void>, wanted: () => Promise<void>) {
  const parts = new HealthParts();
  parts.register('needed', needed, { needed: true });
  parts.register('wanted', wanted, { needed: false });
  return parts.examine();
}

it('all parts work', async () => expect((await statusWith(works, works)).status).toBe('ok'));
it('without a needed part we are down', async () =>
  expect((await statusWith(fails, works)).status).toBe('down'));
it('without another part we are degraded, and say why', async () => {
  expect(await statusWith(works, fails)).toEqual({
    status: 'degraded',
    parts: { needed: { status: 'ok' }, wanted: { status: 'degraded', detail: 'not there' } },
  });
});
