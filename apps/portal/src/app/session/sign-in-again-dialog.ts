import { Component, inject, signal } from '@angular/core';
import { validate } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { FormDialog } from '../forms/form-dialog';
import { PasswordField } from '../forms/password-field';
import { SentForm } from '../forms/sent-form';
import { injectTranslate } from '../i18n/translate';
import { Session } from './session';

/** A session has ended over a page in which something is typed: the page waits below. Closes with `true` when one is signed in. */
@Component({
  selector: 'vmm-sign-in-again-dialog',
  imports: [FormDialog, PasswordField],
  template: `
    <vmm-form-dialog
      [form]="form"
      [title]="t('sign-in-again.title')"
      [verb]="t('sign-in.submit')"
      [wayOut]="t('sign-in-again.other')"
    >
      <p>{{ t('sign-in-again.text', { name: user.displayName }) }}</p>
      <input
        class="cdk-visually-hidden"
        tabindex="-1"
        readonly
        autocomplete="username"
        [value]="user.username"
      />
      <vmm-password-field
        [field]="form.fields.password"
        [label]="t('sign-in.password')"
        autocomplete="current-password"
      />
    </vmm-form-dialog>
  `,
})
export class SignInAgainDialog {
  protected readonly t = injectTranslate();
  protected readonly user = inject<{ username: string; displayName: string }>(MAT_DIALOG_DATA);
  private readonly dialog = inject<MatDialogRef<SignInAgainDialog, boolean>>(MatDialogRef);
  private readonly session = inject(Session);
  protected readonly form = new SentForm(signal({ password: '' }), {
    name: 'sign-in-again',
    // Not `required`: Material does not call an empty field wrong that is.
    rules: (path) =>
      validate(path.password, ({ value }) =>
        value() ? undefined : { kind: 'missing', message: this.t('sign-in.password-missing') },
      ),
    send: async ({ password }) => {
      await this.session.signInAgain({ username: this.user.username, password });
      this.dialog.close(true);
    },
    fieldOfCode: { 'wrong-credentials': 'password' },
  });
}
