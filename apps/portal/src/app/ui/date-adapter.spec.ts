import { TestBed } from '@angular/core/testing';
import { MAT_DATE_LOCALE } from '@angular/material/core';
import { PortalDateAdapter } from './date-adapter';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';

describe('a date that is typed', () => {
  let adapter: PortalDateAdapter;
  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [provideFace(), PortalDateAdapter, { provide: MAT_DATE_LOCALE, useValue: 'en-US' }],
    });
    await TestBed.inject(Languages).speak('fr');
    adapter = TestBed.inject(PortalDateAdapter);
    TestBed.tick();
  });

  it.each(['05/11/2026', '5/11/2026', '5.11.26', '05-11-2026', '2026-11-05', ' 5/11/2026 '])(
    '%j is the fifth of November',
    (text) => {
      expect(adapter.toIso8601(adapter.parse(text)!)).toBe('2026-11-05');
    },
  );
  it.each(['31/02/2026', '13/13/2026', 'demain', '5/11'])('%j is no date', (text) => {
    expect(adapter.isValid(adapter.parse(text)!)).toBe(false);
  });
  it('reads back day first, in both languages', async () => {
    const show = () =>
      adapter.format(new Date(2026, 10, 5), { day: '2-digit', month: '2-digit', year: 'numeric' });
    expect(show()).toBe('05/11/2026');
    await TestBed.inject(Languages).speak('en');
    TestBed.tick();
    expect(show()).toBe('05/11/2026');
  });
});
