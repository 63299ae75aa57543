import { Injectable, effect } from '@angular/core';
import { MatDatepickerIntl } from '@angular/material/datepicker';
import { injectTranslate } from '../i18n/translate';

/** What a screen reader hears of the calendar, in the portal's language. */
@Injectable()
export class DatepickerWords extends MatDatepickerIntl {
  constructor() {
    super();
    const t = injectTranslate();
    // Material reads plain properties.
    effect(() => {
      this.calendarLabel = t('date.calendar');
      this.openCalendarLabel = t('date.open');
      this.closeCalendarLabel = t('date.close');
      this.prevMonthLabel = t('date.previous-month');
      this.nextMonthLabel = t('date.next-month');
      this.prevYearLabel = t('date.previous-year');
      this.nextYearLabel = t('date.next-year');
      this.prevMultiYearLabel = t('date.previous-years');
      this.nextMultiYearLabel = t('date.next-years');
      this.switchToMonthViewLabel = t('date.choose-day');
      this.switchToMultiYearViewLabel = t('date.choose-month');
      this.changes.next();
    });
  }
}
