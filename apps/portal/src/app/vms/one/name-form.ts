import { Component, inject, input, linkedSignal } from '@angular/core';
import {
  FormField,
  FormRoot,
  type TreeValidationResult,
  form,
  validateStandardSchema,
} from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { type Vm, VmName } from '@vm-manager/contracts';
import * as z from 'zod';
import { injectFieldSentence } from '../../forms/field-sentence';
import { errorsOnFields } from '../../forms/server-errors';
import { toApiProblem } from '../../http/api-problem';
import { injectTranslate } from '../../i18n/translate';
import { Messages } from '../../ui/messages';
import { VmsClient } from '../vms-client';

const Naming = z.object({ name: VmName });

@Component({
  selector: 'vmm-name-form',
  imports: [FormField, FormRoot, MatButton, MatError, MatFormField, MatHint, MatInput, MatLabel],
  template: `
    <form [formRoot]="form">
      <mat-form-field subscriptSizing="dynamic">
        <mat-label>{{ t('new-vm.name') }}</mat-label>
        <input matInput [formField]="form.name" autocomplete="off" autocapitalize="none" spellcheck="false" />
        <mat-hint>{{ t('settings.name-hint') }}</mat-hint>
        @if (form.name().invalid()) {
          <mat-error>{{ sentence(form.name()) }}</mat-error>
        }
      </mat-form-field>
      <button
        matButton="tonal"
        type="submit"
        [disabled]="form.name().value() === vm().name || form().submitting()"
        disabledInteractive
      >
        {{ t('settings.name-submit') }}
      </button>
    </form>
  `,
  styles: `
    form {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-start;
      gap: 8px 16px;
    }
    mat-form-field {
      flex: 1 1 240px;
    }
    button {
      height: 48px;
    }
  `,
})
export class NameForm {
  readonly vm = input.required<Vm>();
  protected readonly t = injectTranslate();
  protected readonly sentence = injectFieldSentence();
  private readonly client = inject(VmsClient);
  private readonly messages = inject(Messages);
  // Another name starts anew; what else is pushed leaves what is typed alone.
  private readonly draft = linkedSignal({ source: () => this.vm().name, computation: (name) => ({ name }) });
  protected readonly form = form(this.draft, (path) => validateStandardSchema(path, Naming), {
    name: 'vm-name',
    submission: { action: () => this.rename() },
  });

  private async rename(): Promise<TreeValidationResult> {
    const { name } = this.draft();
    if (name === this.vm().name) return undefined;
    try {
      await this.client.update(this.vm(), { name });
      this.messages.tell(this.t('settings.name-sent', { name }));
      return undefined;
    } catch (error) {
      const problem = toApiProblem(error);
      const errors = errorsOnFields(this.form, problem, { 'name-taken': 'name' });
      if (errors.length === 0) await this.messages.attempt(() => Promise.reject(problem));
      return errors;
    }
  }
}
