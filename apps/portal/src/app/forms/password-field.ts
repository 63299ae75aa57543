import { Component, computed, input, signal } from '@angular/core';
import { type FieldTree, FormField } from '@angular/forms/signals';
import { MatIconButton } from '@angular/material/button';
import { MatError, MatFormField, MatLabel, MatSuffix } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';
import type { PasswordRules } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { injectFieldSentence } from './field-sentence';
import { PasswordRuleList } from './password-rule-list';

/** A password that one may look at while typing; with `rules` they are ticked as they are met. */
@Component({
  selector: 'vmm-password-field',
  imports: [
    FormField,
    MatError,
    MatFormField,
    MatIcon,
    MatIconButton,
    MatInput,
    MatLabel,
    MatSuffix,
    PasswordRuleList,
  ],
  template: `
    <mat-form-field appearance="outline" hideRequiredMarker [subscriptSizing]="rules() ? 'dynamic' : 'fixed'">
      <mat-label>{{ label() }}</mat-label>
      <input
        matInput
        [type]="isShown() ? 'text' : 'password'"
        [formField]="field()"
        [attr.autocomplete]="autocomplete()"
        autocapitalize="none"
        spellcheck="false"
        [aria-describedby]="rules() ? listId : ''"
      />
      <button
        mat-icon-button
        matSuffix
        type="button"
        [attr.aria-label]="t(isShown() ? 'common.hide-password' : 'common.show-password')"
        [attr.aria-pressed]="isShown()"
        (click)="isShown.set(!isShown())"
      >
        <mat-icon [svgIcon]="isShown() ? 'hidden' : 'visible'" />
      </button>
      @if (ownError(); as error) {
        <mat-error>{{ error }}</mat-error>
      }
    </mat-form-field>
    @if (rules(); as asked) {
      <vmm-password-rule-list
        [id]="listId"
        [password]="field()().value()"
        [rules]="asked"
        [isUrgent]="field()().touched() && field()().invalid()"
      />
    }
  `,
  styles: `
    mat-form-field {
      width: 100%;
    }
    mat-icon {
      color: var(--vmm-muted);
    }
  `,
})
export class PasswordField {
  private static count = 0;
  readonly field = input.required<FieldTree<string>>();
  readonly label = input.required<string>();
  readonly rules = input<PasswordRules>();
  readonly autocomplete = input<'current-password' | 'new-password'>('new-password');
  protected readonly listId = `vmm-rules-${PasswordField.count++}`;
  protected readonly isShown = signal(false);
  protected readonly t = injectTranslate();
  private readonly sentence = injectFieldSentence();

  /** The list says what the rules say; the line under the field is for everything else. */
  protected readonly ownError = computed(() => {
    const state = this.field()();
    const isSaidByList = this.rules() && state.errors()[0]?.kind === 'standardSchema';
    return state.touched() && !isSaidByList ? this.sentence(state) : '';
  });
}
