import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Languages } from '../../i18n/languages';
import { sampleAccount } from '../../testing/sample-account';
import { provideFace } from '../../testing/face';
import type { AccountQuery } from '../accounts-client';
import { type AccountRows, injectAccountRows } from './account-rows';

const TOTAL = 250;

describe('the rows of the list of accounts', () => {
  let api: HttpTestingController;
  let rows: AccountRows;
  const query = signal<AccountQuery>({});

  beforeEach(async () => {
    query.set({});
    TestBed.configureTestingModule({
      providers: [provideFace(), provideHttpClient(), provideHttpClientTesting()],
    });
    // A test that ends sooner would cut the loading of the texts off.
    await TestBed.inject(Languages).speak('fr');
    api = TestBed.inject(HttpTestingController);
    rows = TestBed.runInInjectionContext(() => injectAccountRows(query));
    TestBed.tick();
  });

  function answer(offset: number, total = TOTAL): void {
    const call = api.expectOne((request) => request.params.get('offset') === String(offset));
    const count = Math.min(100, total - offset);
    const accounts = Array.from({ length: count }, (_, index) =>
      sampleAccount({ displayName: `n${offset + index}` }),
    );
    call.flush(accounts, { headers: { 'X-Total-Count': String(total) } });
  }
  const names = () => rows.rows()?.map((account) => account?.displayName);

  it('keep a place for each account before all are fetched', async () => {
    answer(0);
    await vi.waitFor(() => expect(rows.rows()).toHaveLength(TOTAL));
    expect(names()?.[99]).toBe('n99');
    expect(names()?.[100]).toBeUndefined();
  });

  it('fetch what scrolls into view, once', async () => {
    answer(0);
    await vi.waitFor(() => expect(names()?.[0]).toBe('n0'));
    rows.need(190, 210);
    rows.need(195, 215);
    answer(100);
    answer(200);
    await vi.waitFor(() => expect([names()?.[199], names()?.[249]]).toEqual(['n199', 'n249']));
    rows.need(0, TOTAL);
    api.verify();
  });

  it('stay until the next query is answered, and an answer to the last one changes nothing', async () => {
    answer(0);
    await vi.waitFor(() => expect(names()?.[0]).toBe('n0'));
    rows.need(100, 110);
    query.set({ search: 'x' });
    TestBed.tick();
    expect(rows.rows()).toHaveLength(TOTAL);
    answer(0, 3);
    await vi.waitFor(() => expect(rows.rows()).toHaveLength(3));
    answer(100);
    await Promise.resolve();
    expect(rows.rows()).toHaveLength(3);
  });
});
