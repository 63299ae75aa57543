import { Component, computed, inject, signal } from '@angular/core';
import { FormRoot, type TreeValidationResult, form, validateStandardSchema } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { type Vm, rebuildVmFor } from '@vm-manager/contracts';
import { PasswordField } from '../forms/password-field';
import { errorsOnFields } from '../forms/server-errors';
import { WrongFields } from '../forms/wrong-fields';
import { toApiProblem } from '../http/api-problem';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';
import { TemplatesClient } from './templates-client';
import type { RemakeAction } from './vm-choices';
import { VmsClient } from './vms-client';

export interface Remake {
  readonly vm: Vm;
  readonly action: RemakeAction;
}

/** A failed machine is made anew with all its choices; only its passwords are asked for. Closes with `true` when accepted. */
@Component({
  selector: 'vmm-remake-dialog',
  imports: [FormRoot, MatButton, MatDialogModule, PasswordField, WrongFields],
  template: `
    <form [formRoot]="form">
      <h2 mat-dialog-title>{{ t(titleKey, { name: remake.vm.name }) }}</h2>
      <mat-dialog-content>
        <p>{{ t(textKey, { name: remake.vm.name }) }}</p>
        @if (template(); as template) {
          <vmm-password-field
            [field]="form.password"
            [label]="t('remake.password', { account: remake.vm.username })"
            [rules]="template.passwordRules"
          />
          <vmm-password-field
            [field]="form.rootPassword"
            [label]="t(template.os === 'windows' ? 'new-vm.admin-password' : 'new-vm.root-password')"
            [rules]="template.passwordRules"
          />
        }
        <p class="trouble" role="alert">
          @if (refusal(); as problem) {
            {{ sentence(problem) }}
          } @else {
            <vmm-wrong-fields [of]="form" />
          }
        </p>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button mat-button type="button" mat-dialog-close>{{ t('common.cancel') }}</button>
        <button
          mat-flat-button
          type="submit"
          [class.danger]="remake.action === 'rebuild'"
          [disabled]="!template() || form().submitting()"
          disabledInteractive
        >
          {{ t(verbKey, { name: remake.vm.name }) }}
        </button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    h2,
    button {
      overflow-wrap: anywhere;
    }
    button {
      height: auto;
      min-height: 36px;
      padding-block: 8px;
      white-space: normal;
    }
    mat-dialog-content {
      display: grid;
      gap: 16px;
    }
    mat-dialog-actions {
      gap: 8px;
    }
  `,
})
export class RemakeDialog {
  protected readonly remake = inject<Remake>(MAT_DIALOG_DATA);
  private readonly dialog = inject<MatDialogRef<RemakeDialog, boolean>>(MatDialogRef);
  private readonly client = inject(VmsClient);
  protected readonly t = injectTranslate();
  protected readonly sentence = injectSentence();
  protected readonly titleKey = `remake.${this.remake.action}.title` as const;
  protected readonly textKey = `remake.${this.remake.action}.text` as const;
  protected readonly verbKey = `remake.${this.remake.action}.verb` as const;
  private readonly templates = inject(TemplatesClient);
  protected readonly template = computed(() => this.templates.byId(this.remake.vm.templateId));
  protected readonly refusal = signal<unknown>(undefined);
  private readonly passwords = signal({ password: '', rootPassword: '' });
  protected readonly form = form(
    this.passwords,
    (path) =>
      validateStandardSchema(path, () => {
        const template = this.template();
        return template && rebuildVmFor(template);
      }),
    { name: 'remake', submission: { action: () => this.send() } },
  );

  private async send(): Promise<TreeValidationResult> {
    this.refusal.set(undefined);
    try {
      await this.client.remake(this.remake.vm, this.remake.action, this.passwords());
      this.dialog.close(true);
      return undefined;
    } catch (error) {
      const problem = toApiProblem(error);
      const errors = errorsOnFields(this.form, problem);
      if (errors.length === 0) this.refusal.set(problem);
      return errors;
    }
  }
}
