import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import {
  FormField,
  FormRoot,
  type TreeValidationResult,
  form,
  validateStandardSchema,
} from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { type Account, CreateAccount } from '@vm-manager/contracts';
import { injectFieldSentence } from '../../forms/field-sentence';
import { errorsOnFields } from '../../forms/server-errors';
import { WrongFields } from '../../forms/wrong-fields';
import { toApiProblem } from '../../http/api-problem';
import { injectSentence } from '../../http/sentence';
import { injectTranslate } from '../../i18n/translate';
import { Messages } from '../../ui/messages';
import { AccountsClient } from '../accounts-client';
import { EmailField } from '../email-field';

const Identity = CreateAccount.pick({ displayName: true }).extend({ email: EmailField });

/** Name and address: ours to change for a local account, the directory's otherwise. */
@Component({
  selector: 'vmm-identity-panel',
  imports: [FormField, FormRoot, MatButton, MatError, MatFormField, MatInput, MatLabel, WrongFields],
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
      <form [formRoot]="form">
        <mat-form-field>
          <mat-label>{{ t('accounts.full-name') }}</mat-label>
          <input matInput [formField]="form.displayName" autocomplete="off" />
          @if (form.displayName().invalid()) {
            <mat-error>{{ sentence(form.displayName()) }}</mat-error>
          }
        </mat-form-field>
        <mat-form-field>
          <mat-label>{{ t('accounts.email-optional') }}</mat-label>
          <input matInput type="email" [formField]="form.email" autocomplete="off" />
          @if (form.email().invalid()) {
            <mat-error>{{ sentence(form.email()) }}</mat-error>
          }
        </mat-form-field>
        <p class="trouble" role="alert">
          @if (refusal(); as problem) {
            {{ problemSentence(problem) }}
          } @else {
            <vmm-wrong-fields [of]="form" />
          }
        </p>
        <button
          matButton="tonal"
          type="submit"
          [disabled]="!isChanged() || form().submitting()"
          disabledInteractive
        >
          {{ t('common.save') }}
        </button>
      </form>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    form {
      display: grid;
      justify-items: start;
      margin-top: 16px;
    }
    mat-form-field {
      width: 100%;
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
  protected readonly sentence = injectFieldSentence();
  protected readonly problemSentence = injectSentence();
  protected readonly refusal = signal<unknown>(undefined);
  private readonly client = inject(AccountsClient);
  private readonly messages = inject(Messages);

  private readonly identity = linkedSignal(() => ({
    displayName: this.account().displayName,
    email: this.account().email ?? '',
  }));
  protected readonly form = form(this.identity, (path) => validateStandardSchema(path, Identity), {
    name: 'identity',
    submission: { action: () => this.save() },
  });
  protected readonly isChanged = computed(() => {
    const { displayName, email } = this.identity();
    return displayName !== this.account().displayName || email !== (this.account().email ?? '');
  });

  private async save(): Promise<TreeValidationResult> {
    this.refusal.set(undefined);
    const { displayName, email } = this.identity();
    try {
      const change = { displayName, email: email.trim() || null };
      this.changed.emit(await this.client.update(this.account().id, change));
    } catch (error) {
      const problem = toApiProblem(error);
      const errors = errorsOnFields(this.form, problem);
      if (errors.length === 0) this.refusal.set(problem);
      return errors;
    }
    this.messages.tell(this.t('accounts.saved'));
    return undefined;
  }
}
