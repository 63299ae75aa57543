import { Component, inject, signal } from '@angular/core';
import { validateStandardSchema } from '@angular/forms/signals';
import { MatDialogRef } from '@angular/material/dialog';
import { ChangePassword } from '@vm-manager/contracts';
import { FormDialog } from '../forms/form-dialog';
import { PasswordField } from '../forms/password-field';
import { SentForm } from '../forms/sent-form';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { Session } from './session';

/** A local account's own password for the portal. */
@Component({
  selector: 'vmm-password-dialog',
  imports: [FormDialog, PasswordField],
  template: `
    <vmm-form-dialog [form]="form" [title]="t('password-change.title')" [verb]="t('password-change.submit')">
      <vmm-password-field
        [field]="form.fields.currentPassword"
        [label]="t('password-change.current')"
        autocomplete="current-password"
      />
      <vmm-password-field [field]="form.fields.newPassword" [label]="t('password-change.next')" />
    </vmm-form-dialog>
  `,
})
export class PasswordDialog {
  protected readonly t = injectTranslate();
  private readonly session = inject(Session);
  private readonly messages = inject(Messages);
  private readonly dialog = inject(MatDialogRef<PasswordDialog>);
  protected readonly form = new SentForm(signal({ currentPassword: '', newPassword: '' }), {
    name: 'password',
    rules: (path) => validateStandardSchema(path, ChangePassword),
    send: async (passwords) => {
      await this.session.changePassword(passwords);
      this.dialog.close();
      this.messages.tell(this.t('password-change.done'));
    },
    fieldOfCode: { 'wrong-password': 'currentPassword' },
  });
}
