import { Component, computed, inject, input, model, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { DateAdapter, MAT_DATE_FORMATS } from '@angular/material/core';
import {
  MatDatepicker,
  MatDatepickerInput,
  type MatDatepickerInputEvent,
  MatDatepickerIntl,
} from '@angular/material/datepicker';
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
    <div class="box" [class.set]="value()" [class.wrong]="sentence()">
      <label>
        <span>{{ label() }}</span>
        <input
          [matDatepicker]="picker"
          [min]="first()"
          [value]="date()"
          [placeholder]="t('date.placeholder')"
          autocomplete="off"
          [attr.aria-invalid]="sentence() !== ''"
          [attr.aria-describedby]="sentence() ? sentenceId : null"
          (dateChange)="choose($event)"
        />
      </label>
      <button mat-icon-button type="button" [attr.aria-label]="t('date.open')" (click)="picker.open()">
        <mat-icon svgIcon="calendar" />
      </button>
      <mat-datepicker #picker />
    </div>
    @if (sentence(); as wrong) {
      <p class="sentence" role="alert" [id]="sentenceId">{{ wrong }}</p>
    }
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
    .box.wrong {
      border-color: var(--vmm-failed);
      outline-color: var(--vmm-failed);
    }
    .sentence {
      margin: 4px 0 0;
      color: var(--vmm-failed);
      font-size: var(--vmm-size-small);
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
  private static count = 0;
  readonly label = input.required<string>();
  readonly value = input<string>();
  /** The first day that makes sense. */
  readonly min = input('');
  /** What else is wrong with the day, beside its not being one. */
  readonly error = input('');
  /** Null for none, also where what was typed is no day that makes sense: then `isWrong` is true. */
  readonly changed = output<string | null>();
  readonly isWrong = model(false);
  protected readonly sentenceId = `vmm-date-${DateChoice.count++}-wrong`;
  protected readonly t = injectTranslate();
  protected readonly sentence = computed(() => (this.isWrong() ? this.t('date.wrong') : this.error()));
  private readonly adapter = inject<DateAdapter<Date>>(DateAdapter);
  protected readonly date = computed(() => this.adapter.deserialize(this.value() ?? null));
  protected readonly first = computed(() => this.adapter.deserialize(this.min() || null));

  protected choose({ value, targetElement }: MatDatepickerInputEvent<Date>): void {
    const [first, typed] = [this.first(), (targetElement as HTMLInputElement).value.trim()];
    const isEarly = value !== null && first !== null && this.adapter.compareDate(value, first) < 0;
    this.isWrong.set(isEarly || (value === null && typed !== ''));
    this.changed.emit(value && !this.isWrong() ? this.adapter.toIso8601(value) : null);
  }
}
