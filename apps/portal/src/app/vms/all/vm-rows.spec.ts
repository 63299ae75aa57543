import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Vm } from '@vm-manager/contracts';
import { EventFeed } from '../../events/event-feed';
import { Languages } from '../../i18n/languages';
import { provideFace } from '../../testing/face';
import { sampleId, sampleVm } from '../../testing/sample-vm';
import type { VmQuery } from '../vms-client';
import { type VmRows, injectVmRows } from './vm-rows';

const TOTAL = 250;
const machine = (number: number, change: Partial<Vm> = {}) =>
  sampleVm({ id: sampleId(number), name: `m${number}`, ...change });

describe('the rows of the list of all machines', () => {
  let api: HttpTestingController;
  let feed: EventFeed;
  let list: VmRows;
  const query = signal<VmQuery>({});

  beforeEach(async () => {
    query.set({ sort: 'name' });
    TestBed.configureTestingModule({
      providers: [provideFace(), provideHttpClient(), provideHttpClientTesting()],
    });
    // A test that ends sooner would cut the loading of the texts off.
    await TestBed.inject(Languages).speak('fr');
    api = TestBed.inject(HttpTestingController);
    feed = TestBed.inject(EventFeed);
    list = TestBed.runInInjectionContext(() => injectVmRows(query));
    TestBed.tick();
  });
  afterEach(() => {
    vi.useRealTimers();
    api.verify();
  });

  /** Answers what was asked for last with the machines from there on. */
  function answer(from: number, { count = 100, total = TOTAL } = {}): void {
    const calls = api.match(({ urlWithParams }) =>
      from === 0 ? !urlWithParams.includes('after=') : urlWithParams.endsWith(`after=${from}`),
    );
    // What was given up is no longer waited for.
    const [call, ...others] = calls.filter(({ cancelled }) => !cancelled);
    if (!call || others.length > 0)
      throw new Error(`Asked for ${from}: ${others.length + (call ? 1 : 0)} times`);
    const vms = Array.from({ length: Math.min(count, total - from) }, (_, index) => machine(from + index));
    const next = from + vms.length;
    call.flush(vms, {
      headers: {
        'X-Total-Count': String(total),
        ...(next < total && { Link: `</api/vms?limit=${count}&after=${next}>; rel="next"` }),
      },
    });
  }
  const names = () => list.rows()?.map((vm) => vm?.name);
  async function firstPage(): Promise<void> {
    answer(0);
    await vi.waitFor(() => expect(names()?.[0]).toBe('m0'));
  }

  it('ask for a hundred, and keep a place for each of the others', async () => {
    await firstPage();
    expect(names()).toHaveLength(TOTAL);
    expect([names()?.[99], names()?.[100]]).toEqual(['m99', undefined]);
  });

  it('fetch on to what scrolls into view, page after page, once', async () => {
    await firstPage();
    void list.need(80);
    const fetched = list.need(210);
    void list.need(220);
    await vi.waitFor(() => answer(100));
    await vi.waitFor(() => answer(200));
    await fetched;
    expect([names()?.[199], names()?.[249]]).toEqual(['m199', 'm249']);
  });

  it('stay until another query is answered, and the next page of the former changes nothing', async () => {
    await firstPage();
    void list.need(150);
    await Promise.resolve();
    query.set({ search: 'x' });
    TestBed.tick();
    expect(names()).toHaveLength(TOTAL);
    answer(0, { count: 3, total: 3 });
    await vi.waitFor(() => expect(names()).toHaveLength(3));
    answer(100);
    await Promise.resolve();
    expect(names()).toHaveLength(3);
  });

  it('follow pushes where they stand; what a filter no longer finds leaves', async () => {
    query.set({ state: 'running' });
    TestBed.tick();
    await firstPage();
    feed.publish('vm', machine(1, { name: 'autre' }));
    expect(names()?.slice(0, 3)).toEqual(['m0', 'autre', 'm2']);
    feed.publish('vm', machine(1, { state: 'stopped' }));
    feed.publish('vm', { id: sampleId(0), gone: true });
    expect(names()?.slice(0, 2)).toEqual(['m2', 'm3']);
    expect(names()).toHaveLength(TOTAL - 2);
  });

  it('are asked for anew, as many as there were, for a machine that is not among them', async () => {
    await firstPage();
    const fetched = list.need(150);
    await vi.waitFor(() => answer(100));
    await fetched;
    vi.useFakeTimers();
    feed.publish('vm', machine(900));
    feed.publish('vm', machine(901));
    vi.runAllTimers();
    TestBed.tick();
    vi.useRealTimers();
    const call = api.expectOne(({ url }) => url === '/api/vms');
    expect(call.request.params.get('limit')).toBe('200');
    expect(names()).toHaveLength(TOTAL);
    call.flush([machine(900), machine(0)], { headers: { 'X-Total-Count': '2' } });
    await vi.waitFor(() => expect(names()).toEqual(['m900', 'm0']));
  });

  it('are fetched to the end for who wants them all', async () => {
    await firstPage();
    const all = list.all();
    await vi.waitFor(() => answer(100));
    await vi.waitFor(() => answer(200));
    expect(await all).toHaveLength(TOTAL);
  });
});
