import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { validateStandardSchema } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import {
  ROOT_ACCOUNT,
  SetGuestPassword,
  type Vm,
  type VmTemplate,
  passwordSchema,
} from '@vm-manager/contracts';
import { ChoiceField } from '../../forms/choice-field';
import { FormTrouble } from '../../forms/form-trouble';
import { PasswordField } from '../../forms/password-field';
import { SentBy, SentForm } from '../../forms/sent-form';
import { injectTranslate } from '../../i18n/translate';
import { Messages } from '../../ui/messages';
import { VmsClient } from '../vms-client';

@Component({
  selector: 'vmm-guest-password-form',
  imports: [ChoiceField, FormTrouble, MatButton, PasswordField, SentBy],
  template: `
    <form [vmmSent]="form">
      <vmm-choice-field
        [field]="form.fields.account"
        [label]="t('settings.password-account')"
        [choices]="accounts()"
      />
      <vmm-password-field
        [field]="form.fields.password"
        [label]="t('settings.password-new')"
        [rules]="template().passwordRules"
      />
      <vmm-form-trouble [of]="form" />
      <button mat-flat-button type="submit" [disabled]="form.isBlocked()" disabledInteractive>
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
    vmm-choice-field,
    vmm-password-field {
      width: min(100%, 400px);
    }
    vmm-form-trouble:empty {
      display: none;
    }
  `,
})
export class GuestPasswordForm {
  readonly vm = input.required<Vm>();
  readonly template = input.required<VmTemplate>();
  protected readonly t = injectTranslate();
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
  protected readonly form = new SentForm(
    linkedSignal(() => ({ account: this.username(), password: '' })),
    {
      name: 'guest-password',
      rules: (path) =>
        validateStandardSchema(path, () =>
          SetGuestPassword.extend({ password: passwordSchema(this.template().passwordRules) }),
        ),
      send: async (request) => {
        await this.client.setPassword(this.vm(), request);
        this.messages.tell(this.t('settings.password-sent'));
        this.form.fields().reset({ account: this.vm().username, password: '' });
      },
    },
  );
}
