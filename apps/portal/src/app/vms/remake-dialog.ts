import { Component, inject, signal } from '@angular/core';
import { validateStandardSchema } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { type Vm, rebuildVmFor } from '@vm-manager/contracts';
import { FormDialog } from '../forms/form-dialog';
import { PasswordField } from '../forms/password-field';
import { SentForm } from '../forms/sent-form';
import { injectTranslate } from '../i18n/translate';
import { TemplatesClient } from './templates-client';
import type { RemakeAction } from './offered-actions';
import { VmsClient } from './vms-client';

export interface Remake {
  readonly vm: Vm;
  readonly action: RemakeAction;
}

/** A failed machine is made anew with all its choices; only its passwords are asked for. Closes with `true` when accepted. */
@Component({
  selector: 'vmm-remake-dialog',
  imports: [FormDialog, PasswordField],
  template: `
    <vmm-form-dialog
      [form]="form"
      [title]="t(titleKey, { name: remake.vm.name })"
      [verb]="t(verbKey, { name: remake.vm.name })"
      [isDanger]="remake.action === 'rebuild'"
    >
      <p>{{ t(textKey, { name: remake.vm.name }) }}</p>
      @if (template(); as template) {
        <vmm-password-field
          [field]="form.fields.password"
          [label]="t('remake.password', { account: remake.vm.username })"
          [rules]="template.passwordRules"
        />
        <vmm-password-field
          [field]="form.fields.rootPassword"
          [label]="t(template.os === 'windows' ? 'new-vm.admin-password' : 'new-vm.root-password')"
          [rules]="template.passwordRules"
        />
      }
    </vmm-form-dialog>
  `,
})
export class RemakeDialog {
  protected readonly remake = inject<Remake>(MAT_DIALOG_DATA);
  private readonly dialog = inject<MatDialogRef<RemakeDialog, boolean>>(MatDialogRef);
  private readonly client = inject(VmsClient);
  protected readonly t = injectTranslate();
  protected readonly titleKey = `remake.${this.remake.action}.title` as const;
  protected readonly textKey = `remake.${this.remake.action}.text` as const;
  protected readonly verbKey = `remake.${this.remake.action}.verb` as const;
  protected readonly template = inject(TemplatesClient).of(() => this.remake.vm);
  protected readonly form = new SentForm(signal({ password: '', rootPassword: '' }), {
    name: 'remake',
    rules: (path) =>
      validateStandardSchema(path, () => {
        const template = this.template();
        return template && rebuildVmFor(template);
      }),
    isReady: () => this.template() !== undefined,
    send: async (passwords) => {
      await this.client.remake(this.remake.vm, this.remake.action, passwords);
      this.dialog.close(true);
    },
  });
}
