import { Component, inject, signal } from '@angular/core';
import {
  FormField,
  FormRoot,
  type TreeValidationResult,
  form,
  validateStandardSchema,
} from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { type Account, CreateAccount, Role } from '@vm-manager/contracts';
import { injectFieldSentence } from '../../forms/field-sentence';
import { PasswordField } from '../../forms/password-field';
import { errorsOnFields } from '../../forms/server-errors';
import { WrongFields } from '../../forms/wrong-fields';
import { toApiProblem } from '../../http/api-problem';
import { injectSentence } from '../../http/sentence';
import { injectTranslate } from '../../i18n/translate';
import { AccountsClient } from '../accounts-client';
import { EmailField } from '../email-field';

/** A local account: for someone whom the directory does not know. Closes with the account. */
@Component({
  selector: 'vmm-new-account-dialog',
  imports: [
    FormField,
    FormRoot,
    MatButton,
    MatDialogModule,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    PasswordField,
    WrongFields,
  ],
  templateUrl: './new-account-dialog.html',
  styles: `
    mat-dialog-content {
      display: grid;
      gap: 8px;
      padding-top: 8px !important;
    }
    mat-form-field {
      width: 100%;
    }
  `,
})
export class NewAccountDialog {
  protected readonly t = injectTranslate();
  protected readonly sentence = injectFieldSentence();
  protected readonly problemSentence = injectSentence();
  protected readonly roles = Role.options;
  protected readonly refusal = signal<unknown>(undefined);
  private readonly client = inject(AccountsClient);
  private readonly dialog = inject<MatDialogRef<NewAccountDialog, Account>>(MatDialogRef);
  protected readonly form = form(
    signal({ username: '', displayName: '', email: '', role: 'student' as Role, password: '' }),
    (path) => validateStandardSchema(path, CreateAccount.extend({ email: EmailField, role: Role })),
    { name: 'new-account', submission: { action: () => this.create() } },
  );

  protected roleName(role: Role) {
    return `role.${role}` as const;
  }

  private async create(): Promise<TreeValidationResult> {
    this.refusal.set(undefined);
    const { email, ...wanted } = this.form().value();
    try {
      this.dialog.close(await this.client.create({ ...wanted, email: email.trim() || null }));
      return undefined;
    } catch (error) {
      const problem = toApiProblem(error);
      const errors = errorsOnFields(this.form, problem, { 'name-taken': 'username' });
      if (errors.length === 0) this.refusal.set(problem);
      return errors;
    }
  }
}
