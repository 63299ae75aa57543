import { Component, computed, input } from '@angular/core';
import { type FieldTree, FormField } from '@angular/forms/signals';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { injectFieldSentence } from './field-sentence';

/** A line of text, with what is wrong with it below. */
@Component({
  selector: 'vmm-text-field',
  imports: [FormField, MatError, MatFormField, MatHint, MatInput, MatLabel],
  template: `
    <mat-form-field appearance="outline" hideRequiredMarker [subscriptSizing]="hint() ? 'dynamic' : 'fixed'">
      <mat-label>{{ label() }}</mat-label>
      <input
        matInput
        [type]="type()"
        [formField]="field()"
        autocomplete="off"
        [attr.autocapitalize]="isIdentifier() ? 'none' : null"
        [attr.spellcheck]="isIdentifier() ? 'false' : null"
      />
      @if (hint(); as text) {
        <mat-hint>{{ text }}</mat-hint>
      }
      @if (isWrong()) {
        <mat-error>{{ sentence(field()()) }}</mat-error>
      }
    </mat-form-field>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    mat-form-field {
      width: 100%;
    }
  `,
})
export class TextField {
  readonly field = input.required<FieldTree<string>>();
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly type = input<'text' | 'email'>('text');
  /** The name of an account or a machine: nothing for a keyboard to mend. */
  readonly isIdentifier = input(false);
  protected readonly sentence = injectFieldSentence();
  protected readonly isWrong = computed(() => this.field()().touched() && this.field()().invalid());
}
