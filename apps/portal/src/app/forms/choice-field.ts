import { Component, computed, input } from '@angular/core';
import { type FieldTree, FormField } from '@angular/forms/signals';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { injectFieldSentence } from './field-sentence';

/** One of a few, with what is wrong with it below. */
@Component({
  selector: 'vmm-choice-field',
  imports: [FormField, MatError, MatFormField, MatLabel, MatOption, MatSelect],
  template: `
    <mat-form-field appearance="outline" hideRequiredMarker subscriptSizing="dynamic">
      <mat-label>{{ label() }}</mat-label>
      <mat-select [formField]="bound()">
        @for (choice of choices(); track choice.value) {
          <mat-option [value]="choice.value">{{ choice.text }}</mat-option>
        }
      </mat-select>
      @if (isWrong()) {
        <mat-error>{{ sentence(field()()) }}</mat-error>
      }
    </mat-form-field>
  `,
  styles: `
    mat-form-field {
      width: 100%;
    }
  `,
})
export class ChoiceField<T extends string | number> {
  readonly field = input.required<FieldTree<T>>();
  readonly label = input.required<string>();
  readonly choices = input.required<readonly { readonly value: T; readonly text: string }[]>();
  // The types of Angular's directive do not follow a generic field; whichever it is, a select takes it.
  protected readonly bound = computed(() => this.field() as unknown as FieldTree<string>);
  protected readonly sentence = injectFieldSentence();
  protected readonly isWrong = computed(() => this.field()().touched() && this.field()().invalid());
}
