import { Component, computed, inject, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { DateAdapter, MAT_DATE_FORMATS } from '@angular/material/core';
import { MatDatepicker, MatDatepickerInput, MatDatepickerIntl } from '@angular/material/datepicker';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';
import { PORTAL_DATE_FORMATS, PortalDateAdapter } from './date-adapter';
import { DatepickerWords } from './datepicker-words';

/** A day, `2026-11-05`, typed as 05/11/2026 or picked; in the portal's language, not the browser's. */
@Component({
  selector: 'vmm-date-choice',
  imports: [MatDatepicker, MatDatepickerInput, MatIcon, MatIconButton],
  providers: [
    { provide: DateAdapter, useClass: PortalDateAdapter },
    { provide: MAT_DATE_FORMATS, useValue: PORTAL_DATE_FORMATS },
    { provide: MatDatepickerIntl, useClass: DatepickerWords },
  ],
  template: `
    <div class="box" [class.set]="value()">
      <label>
        <span>{{ label() }}</span>
        <input
          [matDatepicker]="picker"
          [min]="first()"
          [value]="date()"
          [placeholder]="t('date.placeholder')"
          autocomplete="off"
          (dateChange)="choose($event.value)"
        />
      </label>
      <button mat-icon-button type="button" [attr.aria-label]="t('date.open')" (click)="picker.open()">
        <mat-icon svgIcon="calendar" />
      </button>
      <mat-datepicker #picker />
    </div>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    .box,
    label {
      display: flex;
      align-items: center;
      gap: 8px;
    }
    .box {
      height: 40px;
      padding-inline-start: 12px;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-control);
      background: var(--vmm-card);
    }
    .box:focus-within {
      border-color: var(--vmm-accent);
      outline: 1px solid var(--vmm-accent);
    }
    .set {
      border-color: var(--vmm-accent);
      background: var(--vmm-accent-soft);
    }
    span {
      color: var(--vmm-muted);
    }
    input {
      width: 96px;
      min-width: 0;
      border: 0;
      outline: 0;
      background: none;
      color: inherit;
      font: inherit;
    }
  `,
})
export class DateChoice {
  readonly label = input.required<string>();
  readonly value = input<string>();
  /** The first day that makes sense. */
  readonly min = input('');
  readonly changed = output<string | null>();
  protected readonly t = injectTranslate();
  private readonly adapter = inject<DateAdapter<Date>>(DateAdapter);
  protected readonly date = computed(() => this.adapter.deserialize(this.value() ?? null));
  protected readonly first = computed(() => this.adapter.deserialize(this.min() || null));

  protected choose(date: Date | null): void {
    this.changed.emit(date && this.adapter.isValid(date) ? this.adapter.toIso8601(date) : null);
  }
}
