import { Component, ElementRef, computed, inject, input } from '@angular/core';
import type { FieldTree } from '@angular/forms/signals';
import { injectTranslate } from '../i18n/translate';
import { focusFirstWrong } from './first-wrong-field';

/** Beside the button that sends a form: how many fields are wrong, and the way to the first of them. */
@Component({
  selector: 'vmm-wrong-fields',
  template: `
    @if (count() > 0) {
      <button type="button" class="as-link" (click)="goToFirst()">
        {{ t.count('common.fix-fields', count()) }}
      </button>
    }
  `,
})
export class WrongFields<T> {
  readonly of = input.required<FieldTree<T>>();
  /** Wrong ones that the form itself does not hold. */
  readonly others = input(0);
  protected readonly t = injectTranslate();
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  /** Before the form was sent once, or a field left, nothing is called wrong. */
  protected readonly count = computed(() => {
    const wrong = this.of()()
      .errorSummary()
      .map(({ fieldTree }) => fieldTree)
      .filter((field) => field().touched());
    return new Set(wrong).size + this.others();
  });

  protected goToFirst(): void {
    const form = this.element.nativeElement.closest('form');
    if (form) focusFirstWrong(form);
  }
}
