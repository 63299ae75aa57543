import { TestBed } from '@angular/core/testing';
import { MissingParts } from './missing-parts';
import { PartsErrorHandler } from './parts-error-handler';

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
