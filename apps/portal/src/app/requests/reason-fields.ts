import { Component, computed, inject, input, model } from '@angular/core';
import { type FieldTree, FormField } from '@angular/forms/signals';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { injectFieldSentence } from '../forms/field-sentence';
import { SchoolTime } from '../i18n/school-time';
import { injectTranslate } from '../i18n/translate';
import { DateChoice } from '../ui/date-choice';
import { REASON_LENGTH } from '@vm-manager/contracts';

/** Why, and optionally until when. */
@Component({
  selector: 'vmm-reason-fields',
  imports: [DateChoice, FormField, MatError, MatFormField, MatHint, MatInput, MatLabel],
  template: `
    <mat-form-field appearance="outline" hideRequiredMarker subscriptSizing="dynamic">
      <mat-label>{{ t('requests.reason') }}</mat-label>
      <textarea matInput rows="3" [formField]="form().reason"></textarea>
      <mat-hint>
        {{ asksMore() ? t.count('requests.reason-more', missing()) : t('requests.reason-hint') }}
      </mat-hint>
      @if (form().reason().invalid()) {
        <mat-error>
          {{ missing() > 0 ? t.count('requests.reason-more', missing()) : sentence(form().reason()) }}
        </mat-error>
      }
      @if (isLong()) {
        <mat-hint align="end" class="figures">{{ reason().length }} / {{ max }}</mat-hint>
      }
    </mat-form-field>
    @if (hasEnd()) {
      <div class="end">
        <vmm-date-choice
          [label]="t('requests.until-label')"
          [min]="tomorrow"
          [value]="day()"
          [error]="sentence(form().until())"
          [(isWrong)]="isDayWrong"
          (changed)="
            form()
              .until()
              .value.set($event ?? '')
          "
        />
        <p class="muted">{{ endNote() }}</p>
      </div>
    } @else {
      <p class="muted">{{ t('requests.disk-stays') }}</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 16px;
      margin-top: 12px;
    }
    mat-form-field {
      width: 100%;
    }
    .end {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 12px;
    }
    .figures {
      flex: none;
      white-space: nowrap;
    }
    .end p {
      flex: 1 1 240px;
    }
  `,
})
export class ReasonFields {
  readonly form = input.required<FieldTree<{ reason: string; until: string }>>();
  readonly isDayWrong = model(false);
  /** A disk alone never goes back, so it has no end. */
  readonly hasEnd = input(true);
  readonly hasDisk = input(false);
  protected readonly t = injectTranslate();
  protected readonly sentence = injectFieldSentence();
  protected readonly reason = computed(() => this.form().reason().value());
  protected readonly day = computed(() => this.form().until().value());
  protected readonly max = REASON_LENGTH.max;
  protected readonly tomorrow = inject(SchoolTime).tomorrow();
  protected readonly missing = computed(() => Math.max(0, REASON_LENGTH.min - this.reason().trim().length));
  protected readonly asksMore = computed(() => this.missing() > 0 && this.reason() !== '');
  protected readonly isLong = computed(() => this.reason().length > 0.8 * REASON_LENGTH.max);
  protected readonly endNote = computed(() => {
    if (this.day() === '') return this.t('requests.until-none');
    return this.t(this.hasDisk() ? 'requests.until-but-disk' : 'requests.until-hint');
  });
}
