import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Installation } from './support/installation.js';
import { eventually, PATIENCE_MS, within } from './support/eventually.js';

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.make();
});
afterAll(() => installation.dispose());

it.each(['SIGHUP', 'SIGINT', 'SIGTERM'] as const)('%s ends it cleanly, with its database', async (signal) => {
  const api = await installation.start();
  process.kill(api.pid, signal);
  // As it is when all processes of a terminal are told, and tell each other.
  process.kill(api.pid, signal);
  expect(await within(PATIENCE_MS, 'it ends', api.exit)).toEqual({ code: 0, signal: null });
  expect(await installation.processesLeft()).toEqual([]);
});

it('a signal before it is ready ends it cleanly, too', async () => {
  const api = installation.spawn();
  await eventually(
    'its database begins',
    async () => (await installation.processesLeft()).length > 0 || null,
  );
  process.kill(api.pid, 'SIGTERM');
  await within(PATIENCE_MS, 'it ends', api.exit);
  expect(await installation.processesLeft()).toEqual([]);
});
