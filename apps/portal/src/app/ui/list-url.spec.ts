import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { anyText, injectListUrl, oneOf } from './list-url';

describe('a list in the URL', () => {
  const open = () =>
    TestBed.runInInjectionContext(() =>
      injectListUrl({ search: anyText(10), role: oneOf(['student', 'teacher']) }, () => ['name', 'last']),
    );
  const goTo = (queryParams: Record<string, string>) => TestBed.inject(Router).navigate([], { queryParams });
  const url = () => TestBed.inject(Router).url;

  beforeEach(() => TestBed.configureTestingModule({ providers: [provideRouter([])] }));

  it('is all of it, in the first order, when the URL says nothing', () => {
    const list = open();
    expect(list.view()).toEqual({ search: '', role: undefined, sort: 'name', isDescending: false });
    expect([list.isFiltered(), list.query()]).toEqual([false, {}]);
  });

  it('is what the URL says, with what the API takes of it', async () => {
    await goTo({ search: ' dur ', role: 'teacher', sort: 'last', order: 'desc' });
    const list = open();
    expect(list.view()).toEqual({ search: ' dur ', role: 'teacher', sort: 'last', isDescending: true });
    expect([list.isFiltered(), list.query()]).toEqual([true, { search: 'dur', role: 'teacher' }]);
  });

  it('drops what makes no sense', async () => {
    await goTo({ search: 'x'.repeat(500), role: 'root', sort: 'password' });
    expect(open().view()).toEqual({
      search: 'x'.repeat(10),
      role: undefined,
      sort: 'name',
      isDescending: false,
    });
  });

  it('changes the URL alone: a filter keeps what else is in it, clearing keeps the order', async () => {
    await goTo({ vue: 'membres', sort: 'last' });
    const list = open();
    list.set({ search: 'dur', role: 'teacher' });
    await vi.waitFor(() => expect(url()).toBe('/?vue=membres&sort=last&search=dur&role=teacher'));
    expect(list.view().search).toBe('dur');
    list.clear();
    await vi.waitFor(() => expect(url()).toBe('/?vue=membres&sort=last'));
  });

  it('turns round when sorted by the same column again, and begins anew with another', async () => {
    const list = open();
    list.sortBy('last');
    await vi.waitFor(() => expect(url()).toBe('/?sort=last'));
    list.sortBy('last');
    await vi.waitFor(() => expect(url()).toBe('/?sort=last&order=desc'));
    list.sortBy('name');
    await vi.waitFor(() => expect(url()).toBe('/?sort=name'));
  });
});
