import { HttpErrorResponse } from '@angular/common/http';
import { type Signal, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { toApiProblem } from '../http/api-problem';
import type { Phase } from './console-screen';
import { hopeIn, injectScreenRetry, waitBefore } from './screen-retry';

const refused = (status: number, headers?: Record<string, string>): Phase => ({
  name: 'refused',
  error: toApiProblem(
    new HttpErrorResponse({ status, headers: headers as unknown as HttpErrorResponse['headers'] }),
  ),
});
const lost: Phase = { name: 'ended', why: undefined };

describe('when a screen is asked for again', () => {
  it('soon at first, then more rarely, and thirty browsers not at once', () => {
    const middles = [0, 1, 2, 6, 7, 8, 9, 10, 50].map((failures) => waitBefore(failures, 0.5));
    expect(middles).toEqual([1, 2, 2, 2, 4, 8, 15, 30, 30]);
    expect([waitBefore(8, 0), waitBefore(8, 1)]).toEqual([4, 12]);
  });

  it('within three seconds for as long as a restart takes', () => {
    const restart = [0, 1, 2, 3, 4, 5, 6];
    expect(Math.max(...restart.map((failures) => waitBefore(failures, 1)))).toBeLessThanOrEqual(3);
    expect(restart.reduce((sum, failures) => sum + waitBefore(failures, 0.5), 0)).toBeGreaterThan(10);
  });

  it('only where it can help', () => {
    expect(hopeIn(lost)).toEqual({ atLeastSeconds: 0 });
    expect(hopeIn({ name: 'ended', why: 'restarting' })).toEqual({ atLeastSeconds: 0 });
    expect(hopeIn({ name: 'ended', why: 'rights-lost' })).toBeUndefined();
    expect(hopeIn({ name: 'ended', why: 'vm-deleted' })).toBeUndefined();
    expect([0, 502, 503, 500, 429].map((status) => hopeIn(refused(status)) !== undefined)).toEqual(
      Array(5).fill(true),
    );
    expect([400, 403, 404, 409].map((status) => hopeIn(refused(status)))).toEqual(Array(4).fill(undefined));
    expect(hopeIn({ name: 'off' })).toBeUndefined();
  });
});

describe('a lost screen', () => {
  const phase = signal<Phase>({ name: 'connecting' });
  let tries = 0;
  let wait: Signal<number | undefined>;

  beforeEach(() => {
    vi.useFakeTimers();
    tries = 0;
    phase.set({ name: 'connecting' });
    wait = TestBed.runInInjectionContext(() =>
      injectScreenRetry(
        phase,
        () => tries++,
        () => 0.5,
      ),
    );
    TestBed.tick();
  });
  afterEach(() => vi.useRealTimers());

  const go = (next: Phase) => {
    phase.set({ ...next });
    TestBed.tick();
  };
  const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

  it('comes back by itself, after longer and longer waits', () => {
    for (const seconds of [1, 2, 2, 2, 2, 2, 2, 4, 8]) {
      go(lost);
      expect(wait()).toBe(seconds);
      const before = tries;
      pass(seconds - 0.1);
      expect(tries).toBe(before);
      pass(0.1);
      expect(tries).toBe(before + 1);
      go({ name: 'connecting' });
      expect(wait()).toBeUndefined();
    }
  });

  it('comes back at once when its process restarts, as another one is there, and goes on as usual when that was not so', () => {
    go({ name: 'ended', why: 'restarting' });
    pass(0.5);
    expect(tries).toBe(1);
    go({ name: 'ended', why: 'restarting' });
    pass(1.9);
    expect(tries).toBe(1);
    pass(0.1);
    expect(tries).toBe(2);
  });

  it('begins anew once it was seen for a while, not after a glimpse', () => {
    go(lost);
    go({ name: 'connected' });
    pass(2);
    go(lost);
    expect(wait()).toBe(2);
    go({ name: 'connected' });
    pass(60);
    go(lost);
    expect(wait()).toBe(1);
  });

  it('is tried at once when the network is back, and not any more when it is seen', () => {
    go(lost);
    window.dispatchEvent(new Event('online'));
    expect(tries).toBe(1);
    go({ name: 'connected' });
    pass(120);
    window.dispatchEvent(new Event('online'));
    expect(tries).toBe(1);
  });
});
