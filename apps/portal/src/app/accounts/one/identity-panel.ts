import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { validateStandardSchema } from '@angular/forms/signals';
import { type Account, CreateAccount } from '@vm-manager/contracts';
import { FormEnd } from '../../forms/form-end';
import { SentBy, SentForm } from '../../forms/sent-form';
import { TextField } from '../../forms/text-field';
import { injectTranslate } from '../../i18n/translate';
import { Messages } from '../../ui/messages';
import { AccountsClient } from '../accounts-client';
import { EmailField } from '../email-field';

const Identity = CreateAccount.pick({ displayName: true }).extend({ email: EmailField });

/** Name and address: ours to change for a local account, the directory's otherwise. */
@Component({
  selector: 'vmm-identity-panel',
  imports: [FormEnd, SentBy, TextField],
  template: `
    <h2>{{ t('accounts.identity') }}</h2>
    @if (account().source === 'directory') {
      <p class="lead">{{ t('accounts.identity-directory') }}</p>
      <dl>
        <dt class="muted">{{ t('accounts.full-name') }}</dt>
        <dd>{{ account().displayName }}</dd>
        <dt class="muted">{{ t('accounts.email') }}</dt>
        <dd>{{ account().email ?? '–' }}</dd>
      </dl>
    } @else {
      <form [vmmSent]="form">
        <vmm-text-field [field]="form.fields.displayName" [label]="t('accounts.full-name')" />
        <vmm-text-field [field]="form.fields.email" [label]="t('accounts.email-optional')" type="email" />
        <vmm-form-end [form]="form" [verb]="t('common.save')" look="tonal" />
      </form>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    form {
      margin-top: 16px;
    }
    dl {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 8px 16px;
      margin: 0;
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
  `,
})
export class IdentityPanel {
  readonly account = input.required<Account>();
  readonly changed = output<Account>();
  protected readonly t = injectTranslate();
  private readonly client = inject(AccountsClient);
  private readonly messages = inject(Messages);

  private readonly identity = linkedSignal(() => ({
    displayName: this.account().displayName,
    email: this.account().email ?? '',
  }));
  private readonly isChanged = computed(() => {
    const { displayName, email } = this.identity();
    return displayName !== this.account().displayName || email !== (this.account().email ?? '');
  });
  protected readonly form = new SentForm(this.identity, {
    name: 'identity',
    rules: (path) => validateStandardSchema(path, Identity),
    isReady: this.isChanged,
    send: async ({ displayName, email }) => {
      const change = { displayName, email: email.trim() || null };
      this.changed.emit(await this.client.update(this.account().id, change));
      this.messages.tell(this.t('accounts.saved'));
    },
  });
}
