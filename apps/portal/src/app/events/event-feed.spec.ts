import {
  Injector,
  createEnvironmentInjector,
  runInInjectionContext,
  EnvironmentInjector,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Vm, VmGone } from '@vm-manager/contracts';
import { FakeBrowser } from '../testing/fake-browser';
import { sampleVm } from '../testing/sample-vm';
import { EventFeed, FEED_WORLD } from './event-feed';

/** A tab with its own feed in a browser shared with the others. */
function openTab(browser: FakeBrowser) {
  const injector = createEnvironmentInjector(
    [EventFeed, { provide: FEED_WORLD, useValue: browser.tab() }],
    TestBed.inject(EnvironmentInjector),
  );
  const feed = injector.get(EventFeed);
  const vms: (Vm | VmGone)[] = [];
  let reopenings = 0;
  runInInjectionContext(injector.get(Injector), () => {
    feed.on('vm', (vm) => vms.push(vm));
    feed.onReopened(() => reopenings++);
  });
  feed.start();
  return { feed, vms, reopenings: () => reopenings, close: () => feed.end() };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('the event feed', () => {
  it('opens one stream for eight tabs, and all of them hear it', async () => {
    const browser = new FakeBrowser();
    const tabs = Array.from({ length: 8 }, () => openTab(browser));
    await settled();
    expect(browser.openSources).toHaveLength(1);
    browser.sources[0]?.open();
    browser.sources[0]?.send('vm', sampleVm());
    expect(tabs.map(({ vms }) => vms.length)).toEqual(Array(8).fill(1));
  });

  it('hands the stream to the next tab when its tab closes, and all reload what they may have missed', async () => {
    const browser = new FakeBrowser();
    const [first, second, third] = [openTab(browser), openTab(browser), openTab(browser)];
    await settled();
    browser.sources[0]?.open();
    first.close();
    await settled();
    expect(browser.openSources).toHaveLength(1);
    browser.sources[1]?.open();
    expect([second.reopenings(), third.reopenings()]).toEqual([1, 1]);
    browser.sources[1]?.send('vm', sampleVm());
    expect([first.vms.length, second.vms.length, third.vms.length]).toEqual([0, 1, 1]);
  });

  it('does not reload at the first opening, nor in a tab that joins later', async () => {
    const browser = new FakeBrowser();
    const first = openTab(browser);
    await settled();
    browser.sources[0]?.open();
    const late = openTab(browser);
    expect([first.reopenings(), late.reopenings()]).toEqual([0, 0]);
  });

  it('says that what is on screen may be old, until the stream is back', async () => {
    vi.useFakeTimers();
    try {
      const browser = new FakeBrowser();
      const tabs = [openTab(browser), openTab(browser)];
      await vi.advanceTimersByTimeAsync(0);
      browser.sources[0]?.open();
      browser.sources[0]?.fail();
      expect(tabs.map(({ feed }) => feed.isLost())).toEqual([true, true]);
      await vi.advanceTimersByTimeAsync(1000);
      browser.sources[1]?.open();
      expect(tabs.map(({ feed }) => feed.isLost())).toEqual([false, false]);
      expect(tabs.map(({ reopenings }) => reopenings())).toEqual([1, 1]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('drops what does not fit the contract and goes on', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const browser = new FakeBrowser();
    const tab = openTab(browser);
    await settled();
    browser.sources[0]?.open();
    browser.sources[0]?.send('vm', { id: 'not a VM' });
    browser.sources[0]?.send('vm', sampleVm());
    expect(tab.vms).toHaveLength(1);
    expect(complaint).toHaveBeenCalledOnce();
    complaint.mockRestore();
  });

  it('closes the stream at sign-out', async () => {
    const browser = new FakeBrowser();
    const tab = openTab(browser);
    await settled();
    tab.close();
    expect(browser.openSources).toHaveLength(0);
  });
});
