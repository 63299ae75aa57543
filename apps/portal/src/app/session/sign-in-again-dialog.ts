import { Component, inject, signal } from '@angular/core';
import { FormRoot, type TreeValidationResult, form, validate } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { PasswordField } from '../forms/password-field';
import { errorsOnFields } from '../forms/server-errors';
import { toApiProblem } from '../http/api-problem';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';
import { Session } from './session';

/** A session has ended over a page in which something is typed: the page waits below. Closes with whether one is signed in. */
@Component({
  selector: 'vmm-sign-in-again-dialog',
  imports: [FormRoot, MatButton, MatDialogModule, PasswordField],
  template: `
    <h2 mat-dialog-title>{{ t('sign-in-again.title') }}</h2>
    <form [formRoot]="form">
      <mat-dialog-content>
        <p>{{ t('sign-in-again.text', { name: user.displayName }) }}</p>
        <input
          class="cdk-visually-hidden"
          tabindex="-1"
          readonly
          autocomplete="username"
          [value]="user.username"
        />
        <vmm-password-field
          [field]="form.password"
          [label]="t('sign-in.password')"
          autocomplete="current-password"
        />
        <p class="trouble" role="alert">
          @if (refusal(); as error) {
            {{ sentence(error) }}
          }
        </p>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button mat-button type="button" (click)="dialog.close(false)">{{ t('sign-in-again.other') }}</button>
        <button mat-flat-button type="submit" [disabled]="form().submitting()" disabledInteractive>
          {{ t('sign-in.submit') }}
        </button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    p {
      margin-bottom: 16px;
    }
    .trouble {
      min-height: 21px;
      margin: 0;
      color: var(--vmm-failed);
    }
  `,
})
export class SignInAgainDialog {
  protected readonly t = injectTranslate();
  protected readonly sentence = injectSentence();
  protected readonly refusal = signal<unknown>(undefined);
  protected readonly user = inject<{ username: string; displayName: string }>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<SignInAgainDialog, boolean>>(MatDialogRef);
  private readonly session = inject(Session);
  protected readonly form = form(
    signal({ password: '' }),
    // Not `required`: Material does not call an empty field wrong that is.
    (path) =>
      validate(path.password, ({ value }) =>
        value() ? undefined : { kind: 'missing', message: this.t('sign-in.password-missing') },
      ),
    { name: 'sign-in-again', submission: { action: (field) => this.signIn(field().value().password) } },
  );

  private async signIn(password: string): Promise<TreeValidationResult> {
    this.refusal.set(undefined);
    try {
      await this.session.signInAgain({ username: this.user.username, password });
      this.dialog.close(true);
      return undefined;
    } catch (error) {
      const problem = toApiProblem(error);
      const errors = errorsOnFields(this.form, problem, { 'wrong-credentials': 'password' });
      if (errors.length === 0) this.refusal.set(problem);
      return errors;
    }
  }
}
