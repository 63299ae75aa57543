import { Component, inject, signal } from '@angular/core';
import { FormRoot, type TreeValidationResult, form, validateStandardSchema } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { ChangePassword } from '@vm-manager/contracts';
import { PasswordField } from '../forms/password-field';
import { errorsOnFields } from '../forms/server-errors';
import { WrongFields } from '../forms/wrong-fields';
import { toApiProblem } from '../http/api-problem';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { Session } from './session';

/** A local account's own password for the portal. */
@Component({
  selector: 'vmm-password-dialog',
  imports: [FormRoot, MatButton, MatDialogModule, PasswordField, WrongFields],
  template: `
    <form [formRoot]="form">
      <h2 mat-dialog-title>{{ t('password-change.title') }}</h2>
      <mat-dialog-content>
        <vmm-password-field
          [field]="form.currentPassword"
          [label]="t('password-change.current')"
          autocomplete="current-password"
        />
        <vmm-password-field [field]="form.newPassword" [label]="t('password-change.next')" />
        <p class="trouble" role="alert"><vmm-wrong-fields [of]="form" /></p>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button mat-button type="button" mat-dialog-close>{{ t('common.cancel') }}</button>
        <button mat-flat-button type="submit" [disabled]="form().submitting()" disabledInteractive>
          {{ t('password-change.submit') }}
        </button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    mat-dialog-content {
      display: grid;
      gap: 4px;
      padding-top: 8px !important;
    }
  `,
})
export class PasswordDialog {
  protected readonly t = injectTranslate();
  private readonly session = inject(Session);
  private readonly messages = inject(Messages);
  private readonly dialog = inject(MatDialogRef<PasswordDialog>);
  protected readonly form = form(
    signal({ currentPassword: '', newPassword: '' }),
    (path) => validateStandardSchema(path, ChangePassword),
    { name: 'password', submission: { action: () => this.change() } },
  );

  private async change(): Promise<TreeValidationResult> {
    try {
      await this.session.changePassword(this.form().value());
    } catch (error) {
      const problem = toApiProblem(error);
      const errors = errorsOnFields(this.form, problem, { 'wrong-password': 'currentPassword' });
      if (errors.length === 0) await this.messages.attempt(() => Promise.reject(problem));
      return errors;
    }
    this.dialog.close();
    this.messages.tell(this.t('password-change.done'));
    return undefined;
  }
}
