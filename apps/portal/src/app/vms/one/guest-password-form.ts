import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import {
  FormField,
  FormRoot,
  type TreeValidationResult,
  form,
  validateStandardSchema,
} from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import {
  ROOT_ACCOUNT,
  SetGuestPassword,
  type Vm,
  type VmTemplate,
  passwordSchema,
} from '@vm-manager/contracts';
import { injectFieldSentence } from '../../forms/field-sentence';
import { PasswordField } from '../../forms/password-field';
import { errorsOnFields } from '../../forms/server-errors';
import { toApiProblem } from '../../http/api-problem';
import { injectTranslate } from '../../i18n/translate';
import { Messages } from '../../ui/messages';
import { VmsClient } from '../vms-client';

@Component({
  selector: 'vmm-guest-password-form',
  imports: [
    FormField,
    FormRoot,
    MatButton,
    MatError,
    MatFormField,
    MatLabel,
    MatOption,
    MatSelect,
    PasswordField,
  ],
  template: `
    <form [formRoot]="form">
      <mat-form-field subscriptSizing="dynamic">
        <mat-label>{{ t('settings.password-account') }}</mat-label>
        <mat-select [formField]="form.account">
          @for (account of accounts(); track account.value) {
            <mat-option [value]="account.value">{{ account.text }}</mat-option>
          }
        </mat-select>
        @if (form.account().invalid()) {
          <mat-error>{{ sentence(form.account()) }}</mat-error>
        }
      </mat-form-field>
      <vmm-password-field
        [field]="form.password"
        [label]="t('settings.password-new')"
        [rules]="template().passwordRules"
      />
      <button mat-flat-button type="submit" [disabled]="form().submitting()" disabledInteractive>
        {{ t('settings.password-submit') }}
      </button>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: 16px;
      justify-items: start;
    }
    mat-form-field,
    vmm-password-field {
      width: min(100%, 400px);
    }
  `,
})
export class GuestPasswordForm {
  readonly vm = input.required<Vm>();
  readonly template = input.required<VmTemplate>();
  protected readonly t = injectTranslate();
  protected readonly sentence = injectFieldSentence();
  private readonly client = inject(VmsClient);
  private readonly messages = inject(Messages);

  protected readonly accounts = computed(() => [
    { value: this.vm().username, text: this.vm().username },
    {
      value: ROOT_ACCOUNT,
      text: this.t(
        this.template().os === 'windows' ? 'settings.password-administrator' : 'settings.password-root',
      ),
    },
  ]);
  // Pushes replace `vm` all the time; only another account name starts this form anew.
  private readonly username = computed(() => this.vm().username);
  private readonly request = linkedSignal(() => ({ account: this.username(), password: '' }));
  protected readonly form = form(
    this.request,
    (path) =>
      validateStandardSchema(path, () =>
        SetGuestPassword.extend({ password: passwordSchema(this.template().passwordRules) }),
      ),
    { name: 'guest-password', submission: { action: () => this.change() } },
  );

  private async change(): Promise<TreeValidationResult> {
    try {
      await this.client.setPassword(this.vm(), this.request());
    } catch (error) {
      const problem = toApiProblem(error);
      const errors = errorsOnFields(this.form, problem);
      if (errors.length === 0) await this.messages.attempt(() => Promise.reject(problem));
      return errors;
    }
    this.messages.tell(this.t('settings.password-sent'));
    this.form().reset({ account: this.vm().username, password: '' });
    return undefined;
  }
}
