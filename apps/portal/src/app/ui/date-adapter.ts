import { Injectable, effect, inject } from '@angular/core';
import { type MatDateFormats, NativeDateAdapter } from '@angular/material/core';
import { localeOf } from '../i18n/format';
import { Languages } from '../i18n/languages';

/** Dates as the portal's language writes them, 05/11/2026 in both, whatever the browser speaks. */
@Injectable()
export class PortalDateAdapter extends NativeDateAdapter {
  constructor() {
    super();
    const languages = inject(Languages);
    // The adapter keeps a locale of its own.
    effect(() => this.setLocale(localeOf(languages.active())));
  }

  override getFirstDayOfWeek(): number {
    return 1;
  }

  /** `5/11/2026`, `5.11.26` and `2026-11-05`. */
  override parse(value: unknown): Date | null {
    const text = String(value ?? '').trim();
    if (text === '') return null;
    const [, year, month, day] =
      /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ??
      swapped(/^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})$/.exec(text));
    const full = Number(year) < 100 ? 2000 + Number(year) : Number(year);
    const date = new Date(full, Number(month) - 1, Number(day));
    const isReal = date.getMonth() === Number(month) - 1 && date.getDate() === Number(day);
    return isReal ? date : this.invalid();
  }
}

function swapped(found: RegExpExecArray | null): (string | undefined)[] {
  const [all, day, month, year] = found ?? [];
  return [all, year, month, day];
}

export const PORTAL_DATE_FORMATS: MatDateFormats = {
  parse: { dateInput: null },
  display: {
    dateInput: { day: '2-digit', month: '2-digit', year: 'numeric' },
    monthYearLabel: { month: 'short', year: 'numeric' },
    dateA11yLabel: { dateStyle: 'long' },
    monthYearA11yLabel: { month: 'long', year: 'numeric' },
  },
};
