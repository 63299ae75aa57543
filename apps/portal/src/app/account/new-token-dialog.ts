import { Component, DOCUMENT, computed, inject, signal } from '@angular/core';
import {
  FormField,
  FormRoot,
  type TreeValidationResult,
  form,
  validateStandardSchema,
} from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatDialogModule } from '@angular/material/dialog';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';
import { MatRadioModule } from '@angular/material/radio';
import { MatOption, MatSelect } from '@angular/material/select';
import { CreateAccessToken, type NewAccessToken, TokenScope } from '@vm-manager/contracts';
import { injectFieldSentence } from '../forms/field-sentence';
import { errorsOnFields } from '../forms/server-errors';
import { WrongFields } from '../forms/wrong-fields';
import { toApiProblem } from '../http/api-problem';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';
import { Session } from '../session/session';
import { CopyButton } from '../ui/copy-button';
import { TokensClient } from '../session/tokens-client';

const DAYS = [7, 30, 90, 180, 366];

/** Asks what the token is for, then shows its secret, once. */
@Component({
  selector: 'vmm-new-token-dialog',
  imports: [
    CopyButton,
    FormField,
    FormRoot,
    MatButton,
    MatDialogModule,
    MatError,
    MatFormField,
    MatIcon,
    MatInput,
    MatLabel,
    MatOption,
    MatRadioModule,
    MatSelect,
    WrongFields,
  ],
  templateUrl: './new-token-dialog.html',
  styleUrl: './new-token-dialog.scss',
})
export class NewTokenDialog {
  protected readonly t = injectTranslate();
  protected readonly sentence = injectFieldSentence();
  protected readonly problemSentence = injectSentence();
  protected readonly days = DAYS;
  protected readonly made = signal<NewAccessToken | undefined>(undefined);
  protected readonly refusal = signal<unknown>(undefined);
  private readonly client = inject(TokensClient);
  private readonly origin = inject(DOCUMENT).location.origin;
  private readonly role = inject(Session).user()?.role;

  /** A token never does more than its owner: who administers nothing is not offered it. */
  protected readonly scopes = TokenScope.options.filter(
    (scope) => scope !== 'administer' || this.role !== 'student',
  );
  protected readonly form = form(
    signal<CreateAccessToken>({ name: '', scope: 'read', expiresInDays: 30 }),
    (path) => validateStandardSchema(path, CreateAccessToken),
    { name: 'new-token', submission: { action: () => this.create() } },
  );
  protected readonly example = computed(
    () => `curl -H "Authorization: Bearer ${this.made()?.token ?? ''}" ${this.origin}/api/vms`,
  );

  protected scopeName(scope: TokenScope) {
    return `tokens.scope.${scope}` as const;
  }

  protected scopeText(scope: TokenScope) {
    return `tokens.scope-text.${scope}` as const;
  }

  private async create(): Promise<TreeValidationResult> {
    this.refusal.set(undefined);
    try {
      this.made.set(await this.client.create(this.form().value()));
      return undefined;
    } catch (error) {
      const problem = toApiProblem(error);
      const errors = errorsOnFields(this.form, problem);
      if (errors.length === 0) this.refusal.set(problem);
      return errors;
    }
  }
}
