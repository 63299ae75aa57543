import { Component, computed, input, model } from '@angular/core';
import { MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { injectTranslate } from '../i18n/translate';
import { dayOf } from './request-lists';

export const REASON_MIN = 10;
export const REASON_MAX = 1000;

/** Why, and optionally until when. */
@Component({
  selector: 'vmm-reason-fields',
  imports: [MatFormField, MatHint, MatInput, MatLabel],
  template: `
    <mat-form-field subscriptSizing="dynamic">
      <mat-label>{{ t('requests.reason') }}</mat-label>
      <textarea
        #why
        matInput
        rows="3"
        [attr.maxlength]="max"
        [value]="reason()"
        [attr.aria-invalid]="isUrgent() && missing() > 0"
        (input)="reason.set(why.value)"
      ></textarea>
      <mat-hint [class.wrong]="isUrgent() && missing() > 0">
        {{ missing() > 0 ? t.count('requests.reason-more', missing()) : t('requests.reason-hint') }}
      </mat-hint>
      <mat-hint align="end" class="figures">{{ reason().length }} / {{ max }}</mat-hint>
    </mat-form-field>
    @if (hasEnd()) {
      <label class="end">
        <span>{{ t('requests.until-label') }}</span>
        <input #end type="date" [min]="tomorrow" [value]="day()" (change)="day.set(end.value)" />
        <span class="muted">{{ endNote() }}</span>
      </label>
    } @else {
      <p class="muted">{{ t('requests.disk-stays') }}</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 16px;
    }
    mat-form-field {
      width: 100%;
    }
    .wrong {
      color: var(--vmm-failed);
    }
    .end {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 12px;
    }
    .end input {
      height: 40px;
      padding-inline: 12px;
      border: 1px solid var(--mat-sys-outline);
      border-radius: var(--vmm-radius-control);
      background: var(--vmm-card);
      color: inherit;
      font: inherit;
    }
  `,
})
export class ReasonFields {
  readonly reason = model.required<string>();
  /** `2026-11-05`, empty for no end. */
  readonly day = model.required<string>();
  /** A disk alone never goes back, so it has no end. */
  readonly hasEnd = input(true);
  readonly hasDisk = input(false);
  /** What is missing is said as an error, after a first attempt to send. */
  readonly isUrgent = input(false);
  protected readonly t = injectTranslate();
  protected readonly max = REASON_MAX;
  protected readonly tomorrow = dayOf(Date.now() + 24 * 3600_000);
  protected readonly missing = computed(() => Math.max(0, REASON_MIN - this.reason().trim().length));
  protected readonly endNote = computed(() => {
    if (this.day() === '') return this.t('requests.until-none');
    return this.t(this.hasDisk() ? 'requests.until-but-disk' : 'requests.until-hint');
  });
}
