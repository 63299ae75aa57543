import { TestBed } from '@angular/core/testing';
import { FakeBrowser } from '../testing/fake-browser';
import { sampleVm } from '../testing/sample-vm';
import { EventFeed, FEED_WORLD } from './event-feed';
import { reloadAfter } from './reload-after';

describe('what is asked anew after a push', () => {
  let isLoading = false;
  let reloads = 0;
  const push = () => TestBed.inject(EventFeed).publish('vm', sampleVm());
  beforeEach(() => {
    vi.useFakeTimers();
    [isLoading, reloads] = [false, 0];
    TestBed.configureTestingModule({
      providers: [{ provide: FEED_WORLD, useValue: new FakeBrowser().tab() }],
    });
    const resource = { isLoading: () => isLoading, reload: () => ++reloads > 0 };
    TestBed.runInInjectionContext(() => reloadAfter(resource, ['vm'], 300));
  });
  afterEach(() => vi.useRealTimers());

  it('is asked once for a burst', () => {
    for (let count = 0; count < 5; count++) push();
    vi.advanceTimersByTime(300);
    expect(reloads).toBe(1);
    vi.advanceTimersByTime(3000);
    expect(reloads).toBe(1);
  });
  it('is asked while pushes never cease', () => {
    for (let count = 0; count < 100; count++) {
      push();
      vi.advanceTimersByTime(100);
    }
    expect(reloads).toBeGreaterThanOrEqual(25);
  });
  it('is asked again when a push comes while an answer is under way', () => {
    isLoading = true;
    push();
    vi.advanceTimersByTime(900);
    expect(reloads).toBe(0);
    isLoading = false;
    vi.advanceTimersByTime(300);
    expect(reloads).toBe(1);
  });
});
