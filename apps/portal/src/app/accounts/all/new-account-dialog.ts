import { Component, computed, inject, signal } from '@angular/core';
import { validateStandardSchema } from '@angular/forms/signals';
import { MatDialogRef } from '@angular/material/dialog';
import { type Account, CreateAccount, Role } from '@vm-manager/contracts';
import { ChoiceField } from '../../forms/choice-field';
import { FormDialog } from '../../forms/form-dialog';
import { PasswordField } from '../../forms/password-field';
import { SentForm } from '../../forms/sent-form';
import { TextField } from '../../forms/text-field';
import { injectTranslate } from '../../i18n/translate';
import { AccountsClient } from '../accounts-client';
import { EmailField } from '../email-field';

/** A local account: for someone whom the directory does not know. Closes with the account. */
@Component({
  selector: 'vmm-new-account-dialog',
  imports: [ChoiceField, FormDialog, PasswordField, TextField],
  template: `
    <vmm-form-dialog [form]="form" [title]="t('accounts.create')" [verb]="t('accounts.create-submit')">
      <vmm-text-field
        [field]="form.fields.username"
        [label]="t('accounts.username')"
        [hint]="t('accounts.username-hint')"
        [isIdentifier]="true"
      />
      <vmm-text-field [field]="form.fields.displayName" [label]="t('accounts.full-name')" />
      <vmm-text-field [field]="form.fields.email" [label]="t('accounts.email-optional')" type="email" />
      <vmm-choice-field [field]="form.fields.role" [label]="t('accounts.role')" [choices]="roles()" />
      <vmm-password-field [field]="form.fields.password" [label]="t('accounts.password')" />
    </vmm-form-dialog>
  `,
})
export class NewAccountDialog {
  protected readonly t = injectTranslate();
  protected readonly roles = computed(() =>
    Role.options.map((value) => ({ value, text: this.t(`role.${value}`) })),
  );
  private readonly client = inject(AccountsClient);
  private readonly dialog = inject<MatDialogRef<NewAccountDialog, Account>>(MatDialogRef);
  protected readonly form = new SentForm(
    signal({ username: '', displayName: '', email: '', role: 'student' as Role, password: '' }),
    {
      name: 'new-account',
      rules: (path) => validateStandardSchema(path, CreateAccount.extend({ email: EmailField, role: Role })),
      send: async ({ email, ...wanted }) =>
        this.dialog.close(await this.client.create({ ...wanted, email: email.trim() || null })),
      fieldOfCode: { 'name-taken': 'username' },
    },
  );
}
