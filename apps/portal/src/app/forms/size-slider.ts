import { Component, computed, input } from '@angular/core';
import type { FieldTree } from '@angular/forms/signals';
import { MatSliderModule } from '@angular/material/slider';
import { injectTranslate } from '../i18n/translate';
import { injectFieldSentence } from './field-sentence';

/** One dimension of a size: a slider within the template's limits, the value written beside it. Enter sends no form from it. */
@Component({
  selector: 'vmm-size-slider',
  imports: [MatSliderModule],
  template: `
    <div class="line">
      <span [id]="labelId">{{ label() }}</span>
      <strong>{{ format()(state().value()) }}</strong>
    </div>
    @if (limits().min < limits().max) {
      <mat-slider [min]="limits().min" [max]="limits().max" [step]="step()" [displayWith]="format()">
        <input
          matSliderThumb
          [value]="state().value()"
          (valueChange)="state().value.set($event)"
          (keydown.enter)="$event.preventDefault()"
          [attr.aria-labelledby]="labelId"
          [attr.aria-invalid]="wrong() !== ''"
          [attr.aria-describedby]="wrong() ? labelId + '-wrong' : null"
        />
      </mat-slider>
      <div class="line limits muted" aria-hidden="true">
        <span>{{ format()(limits().min) }}</span>
        <span>{{ format()(limits().max) }}</span>
      </div>
    } @else {
      <p class="limits muted">{{ t('size.at-most') }}</p>
    }
    @if (wrong(); as sentence) {
      <p class="error" role="alert" [id]="labelId + '-wrong'">{{ sentence }}</p>
    }
  `,
  styles: `
    .line {
      display: flex;
      justify-content: space-between;
      gap: 8px;
    }
    mat-slider {
      display: block;
      width: calc(100% - 16px);
      margin-inline: 8px;
    }
    .limits {
      font-size: var(--vmm-size-small);
    }
    .error {
      color: var(--vmm-failed);
      font-size: var(--vmm-size-small);
    }
  `,
})
export class SizeSlider {
  private static count = 0;
  readonly field = input.required<FieldTree<number>>();
  readonly label = input.required<string>();
  readonly limits = input.required<{ readonly min: number; readonly max: number }>();
  readonly step = input(1);
  readonly format = input.required<(value: number) => string>();
  /** What is wrong with it beside what the field finds. */
  readonly error = input('');
  protected readonly labelId = `vmm-size-${SizeSlider.count++}`;
  protected readonly state = computed(() => this.field()());
  private readonly sentence = injectFieldSentence();
  protected readonly wrong = computed(() => this.sentence(this.state()) || this.error());
  protected readonly t = injectTranslate();
}
