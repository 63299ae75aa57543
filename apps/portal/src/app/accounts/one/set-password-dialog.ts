import { Component, inject, signal } from '@angular/core';
import { FormRoot, type TreeValidationResult, form, validateStandardSchema } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { type Account, CreateAccount } from '@vm-manager/contracts';
import { PasswordField } from '../../forms/password-field';
import { errorsOnFields } from '../../forms/server-errors';
import { WrongFields } from '../../forms/wrong-fields';
import { toApiProblem } from '../../http/api-problem';
import { injectSentence } from '../../http/sentence';
import { injectTranslate } from '../../i18n/translate';
import { Messages } from '../../ui/messages';
import { AccountsClient } from '../accounts-client';

/** Gives a local account a new password, for someone who forgot theirs. */
@Component({
  selector: 'vmm-set-password-dialog',
  imports: [FormRoot, MatButton, MatDialogModule, PasswordField, WrongFields],
  template: `
    <form [formRoot]="form">
      <h2 mat-dialog-title>{{ t('accounts.password-title', { username: account.username }) }}</h2>
      <mat-dialog-content>
        <p>{{ t('accounts.password-text') }}</p>
        <vmm-password-field [field]="form.password" [label]="t('accounts.password')" />
        <p class="trouble" role="alert">
          @if (refusal(); as problem) {
            {{ sentence(problem) }}
          } @else {
            <vmm-wrong-fields [of]="form" />
          }
        </p>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button mat-button type="button" mat-dialog-close>{{ t('common.cancel') }}</button>
        <button mat-flat-button type="submit" [disabled]="form().submitting()" disabledInteractive>
          {{ t('accounts.password-submit') }}
        </button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    mat-dialog-content {
      display: grid;
      gap: 12px;
    }
  `,
})
export class SetPasswordDialog {
  protected readonly account = inject<Account>(MAT_DIALOG_DATA);
  protected readonly t = injectTranslate();
  protected readonly sentence = injectSentence();
  protected readonly refusal = signal<unknown>(undefined);
  private readonly client = inject(AccountsClient);
  private readonly messages = inject(Messages);
  private readonly dialog = inject(MatDialogRef<SetPasswordDialog>);
  protected readonly form = form(
    signal({ password: '' }),
    (path) => validateStandardSchema(path, CreateAccount.pick({ password: true })),
    { name: 'set-password', submission: { action: () => this.send() } },
  );

  private async send(): Promise<TreeValidationResult> {
    this.refusal.set(undefined);
    try {
      await this.client.update(this.account.id, this.form().value());
    } catch (error) {
      const problem = toApiProblem(error);
      const errors = errorsOnFields(this.form, problem);
      if (errors.length === 0) this.refusal.set(problem);
      return errors;
    }
    this.dialog.close();
    this.messages.tell(this.t('accounts.password-done', { username: this.account.username }));
    return undefined;
  }
}
