import { Component, inject, signal } from '@angular/core';
import { validateStandardSchema } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { type Account, CreateAccount } from '@vm-manager/contracts';
import { FormDialog } from '../../forms/form-dialog';
import { PasswordField } from '../../forms/password-field';
import { SentForm } from '../../forms/sent-form';
import { injectTranslate } from '../../i18n/translate';
import { Messages } from '../../ui/messages';
import { AccountsClient } from '../accounts-client';

/** Gives a local account a new password, for someone who forgot theirs. */
@Component({
  selector: 'vmm-set-password-dialog',
  imports: [FormDialog, PasswordField],
  template: `
    <vmm-form-dialog
      [form]="form"
      [title]="t('accounts.password-title', { username: account.username })"
      [verb]="t('accounts.password-submit')"
    >
      <p>{{ t('accounts.password-text') }}</p>
      <vmm-password-field [field]="form.fields.password" [label]="t('accounts.password')" />
    </vmm-form-dialog>
  `,
})
export class SetPasswordDialog {
  protected readonly account = inject<Account>(MAT_DIALOG_DATA);
  protected readonly t = injectTranslate();
  private readonly client = inject(AccountsClient);
  private readonly messages = inject(Messages);
  private readonly dialog = inject(MatDialogRef<SetPasswordDialog>);
  protected readonly form = new SentForm(signal({ password: '' }), {
    name: 'set-password',
    rules: (path) => validateStandardSchema(path, CreateAccount.pick({ password: true })),
    send: async (change) => {
      await this.client.update(this.account.id, change);
      this.dialog.close();
      this.messages.tell(this.t('accounts.password-done', { username: this.account.username }));
    },
  });
}
