import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { getEventListeners } from 'node:events';
import type { Client } from 'pg';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { AdvisoryLocks } from './advisory-locks.js';

describe('the locks of a process', () => {
  let api: TestApi;
  let locks: AdvisoryLocks;
  beforeAll(async () => {
    api = await startApi();
    locks = api.app.get(AdvisoryLocks);
  });
  afterAll(() => api.stop());

  const never = new AbortController().signal;
  const connection = () => (locks as unknown as { session: Promise<Client> }).session;

  it('are lost with their connection, and not with the late end of an earlier one', async () => {
    const told = Promise.withResolvers<void>();
    const first = locks.hold('first', never, async (lost) => {
      const old = await connection();
      lost.addEventListener('abort', () => told.resolve());
      old.emit('error', new Error('cut'));
      await told.promise;
      return old;
    });
    const old = await first;
    await locks.hold('second', never, async (lost) => {
      const current = connection();
      old.emit('error', new Error('cut'));
      old.emit('end');
      expect(lost.aborted).toBe(false);
      expect(connection()).toBe(current);
    });
    await old.end();
  });

  it('leave nothing behind at the signal of who waits long', async () => {
    const waiting = new AbortController();
    const listens = jest.spyOn(waiting.signal, 'addEventListener');
    await locks.hold('taken', never, async () => {
      const waits = locks.hold('taken', waiting.signal, async () => undefined);
      waits.catch(() => undefined);
      await until('several tries', () => listens.mock.calls.length >= 4);
      expect(getEventListeners(waiting.signal, 'abort').length).toBeLessThanOrEqual(1);
      waiting.abort(new Error('enough'));
      await expect(waits).rejects.toThrow('enough');
    });
  });
});
