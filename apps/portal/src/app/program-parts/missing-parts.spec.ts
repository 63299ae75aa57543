import { DOCUMENT } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { isMissingPart, MissingParts, PartsErrorHandler } from './missing-parts';
import { UnsavedTyping } from './unsaved-typing';

describe('a part of the portal that does not come', () => {
  it.each([
    'Failed to fetch dynamically imported module: http://portal/chunk-A.js',
    'error loading dynamically imported module: http://portal/chunk-A.js',
    'Importing a module script failed.',
  ])('is known by what browsers say: %s', (message) => {
    expect(isMissingPart(new TypeError(message))).toBe(true);
    expect(isMissingPart(new Error('Uncaught (in promise)', { cause: new TypeError(message) }))).toBe(true);
    expect(isMissingPart(Object.assign(new Error('wrapped'), { rejection: new TypeError(message) }))).toBe(
      true,
    );
  });
  it.each([new Error('Failed to fetch'), 'Importing', undefined, null])('is not %s', (error) => {
    expect(isMissingPart(error)).toBe(false);
  });

  describe('means', () => {
    const loads: string[] = [];
    let isTyped = false;
    let isAnswering = true;
    beforeEach(() => {
      loads.length = 0;
      isTyped = false;
      isAnswering = true;
      sessionStorage.clear();
      vi.stubGlobal('fetch', () =>
        isAnswering ? Promise.resolve({ ok: true }) : Promise.reject(new TypeError('Failed to fetch')),
      );
      const location = {
        pathname: '/machines',
        search: '',
        reload: () => loads.push('again'),
        assign: (url: string) => loads.push(url),
      };
      TestBed.configureTestingModule({
        providers: [
          { provide: UnsavedTyping, useValue: { isThere: () => isTyped } },
          MissingParts,
          { provide: DOCUMENT, useValue: { location } },
        ],
      });
    });
    afterEach(() => vi.unstubAllGlobals());
    const missed = async (...wanted: string[]) => {
      const parts = TestBed.inject(MissingParts);
      await Promise.all(wanted.map((url) => parts.miss(url)));
      return parts;
    };

    it('a new version: the wanted page is loaded, whoever reports it a second time', async () => {
      const parts = await missed('/demandes?x=1', '/machines');
      expect(loads).toEqual(['/demandes?x=1']);
      expect(parts.absence()).toBeUndefined();
    });
    it('the page that one is on is loaded again', async () => {
      await missed('/machines');
      expect(loads).toEqual(['again']);
    });
    it('what is typed stays until the person says so', async () => {
      isTyped = true;
      const parts = await missed('/demandes');
      expect([parts.absence(), loads]).toEqual(['upgraded', []]);
      await parts.retry();
      expect(loads).toEqual(['/demandes']);
    });
    it('nothing is loaded again and again', async () => {
      sessionStorage.setItem('vmm.reloaded', String(Date.now()));
      expect((await missed('/demandes')).absence()).toBe('upgraded');
    });
    it('nobody answers: it says so, and goes on when somebody does', async () => {
      isAnswering = false;
      const parts = await missed('/demandes');
      await parts.retry();
      expect([parts.absence(), loads]).toEqual(['unreachable', []]);
      isAnswering = true;
      await parts.retry();
      expect(loads).toEqual(['/demandes']);
    });
  });
});

it('a dialog whose part does not come is a missing part of the page that one is on', () => {
  const missed: string[] = [];
  TestBed.configureTestingModule({
    providers: [
      PartsErrorHandler,
      { provide: MissingParts, useValue: { miss: (url: string) => missed.push(url) } },
    ],
  });
  const handler = TestBed.inject(PartsErrorHandler);
  handler.handleError(new TypeError('Failed to fetch dynamically imported module: /chunk-A.js'));
  expect(missed).toEqual([location.pathname + location.search]);
});
