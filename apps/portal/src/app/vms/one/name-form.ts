import { Component, inject, input, linkedSignal } from '@angular/core';
import { validateStandardSchema } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { type Vm, VmName } from '@vm-manager/contracts';
import * as z from 'zod';
import { FormTrouble } from '../../forms/form-trouble';
import { SentBy, SentForm } from '../../forms/sent-form';
import { TextField } from '../../forms/text-field';
import { injectTranslate } from '../../i18n/translate';
import { Messages } from '../../ui/messages';
import { VmsClient } from '../vms-client';

const Naming = z.object({ name: VmName });

@Component({
  selector: 'vmm-name-form',
  imports: [FormTrouble, MatButton, SentBy, TextField],
  template: `
    <form [vmmSent]="form">
      <vmm-text-field
        [field]="form.fields.name"
        [label]="t('new-vm.name')"
        [hint]="t('settings.name-hint')"
        [isIdentifier]="true"
      />
      <button matButton="tonal" type="submit" [disabled]="form.isBlocked()" disabledInteractive>
        {{ t('settings.name-submit') }}
      </button>
      <vmm-form-trouble [of]="form" />
    </form>
  `,
  styles: `
    form {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-start;
      gap: 8px 16px;
    }
    vmm-text-field {
      flex: 1 1 240px;
    }
    button {
      height: 48px;
    }
    vmm-form-trouble:not(:empty) {
      flex: 1 0 100%;
    }
  `,
})
export class NameForm {
  readonly vm = input.required<Vm>();
  protected readonly t = injectTranslate();
  private readonly client = inject(VmsClient);
  private readonly messages = inject(Messages);
  // Another name starts anew; what else is pushed leaves what is typed alone.
  private readonly draft = linkedSignal({ source: () => this.vm().name, computation: (name) => ({ name }) });
  protected readonly form = new SentForm(this.draft, {
    name: 'vm-name',
    rules: (path) => validateStandardSchema(path, Naming),
    isReady: () => this.draft().name !== this.vm().name,
    send: async ({ name }) => {
      await this.client.update(this.vm(), { name });
      this.messages.tell(this.t('settings.name-sent', { name }));
    },
    fieldOfCode: { 'name-taken': 'name' },
  });
}
