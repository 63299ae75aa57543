import { CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { TestBed } from '@angular/core/testing';
import { By } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { provideFace } from '../../testing/face';
import { sampleAccount } from '../../testing/sample-account';
import { injectListUrl } from '../../ui/list-url';
import { AccountTable } from './account-table';

const rows = (count: number) =>
  Array.from({ length: 250 }, (_, place) =>
    place < count ? sampleAccount({ username: `u${place}` }) : undefined,
  );

describe('the table of accounts', () => {
  it('says which places are in view, when one scrolls and when other rows come to be there', async () => {
    TestBed.configureTestingModule({ providers: [provideFace(), provideRouter([])] });
    const fixture = TestBed.createComponent(AccountTable);
    fixture.componentRef.setInput('rows', rows(100));
    const order = TestBed.runInInjectionContext(() => injectListUrl({}, () => ['username']));
    fixture.componentRef.setInput('order', order);
    const seen: { start: number; end: number }[] = [];
    fixture.componentInstance.seen.subscribe((range) => seen.push(range));
    await fixture.whenStable();
    const viewport = fixture.debugElement.query(By.directive(CdkVirtualScrollViewport))
      .componentInstance as CdkVirtualScrollViewport;
    viewport.setRenderedRange({ start: 190, end: 210 });
    await fixture.whenStable();
    expect(seen.at(-1)).toEqual({ start: 190, end: 210 });
    const before = seen.length;
    fixture.componentRef.setInput('rows', rows(50));
    await fixture.whenStable();
    expect(seen.length).toBeGreaterThan(before);
  });
});
