import { Component, ElementRef, computed, inject, input } from '@angular/core';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';
import { focusFirstWrong } from './first-wrong-field';
import type { SentForm } from './sent-form';

/** Beside the button that sends a form: why it was refused, or how many fields are wrong and the way to the first of them. */
@Component({
  selector: 'vmm-form-trouble',
  host: { class: 'trouble', role: 'alert' },
  template: `
    @if (of().unsaid(); as problem) {
      {{ sentence(problem) }} <ng-content />
    } @else if (count() > 0) {
      <button type="button" class="as-link" (click)="goToFirst()">
        {{ t.count('common.fix-fields', count()) }}
      </button>
    } @else if (note(); as text) {
      {{ text }}
    }
  `,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class FormTrouble {
  readonly of = input.required<Pick<SentForm, 'unsaid' | 'wrongCount'>>();
  /** Wrong fields that the form itself does not hold. */
  readonly others = input(0);
  /** What else is to be said. */
  readonly note = input('');
  protected readonly t = injectTranslate();
  protected readonly sentence = injectSentence();
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly count = computed(() => this.of().wrongCount() + this.others());

  protected goToFirst(): void {
    const form = this.element.nativeElement.closest('form');
    if (form) focusFirstWrong(form);
  }
}
