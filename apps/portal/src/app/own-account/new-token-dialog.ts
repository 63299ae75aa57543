import { Component, DOCUMENT, computed, inject, signal } from '@angular/core';
import { validateStandardSchema } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatDialogModule } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { MatRadioModule } from '@angular/material/radio';
import { CreateAccessToken, type NewAccessToken, TokenScope } from '@vm-manager/contracts';
import { ChoiceField } from '../forms/choice-field';
import { injectFieldSentence } from '../forms/field-sentence';
import { FormDialog } from '../forms/form-dialog';
import { SentForm } from '../forms/sent-form';
import { TextField } from '../forms/text-field';
import { injectTranslate } from '../i18n/translate';
import { Session } from '../session/session';
import { TokensClient } from '../session/tokens-client';
import { CopyButton } from '../ui/copy-button';

const DAYS = [7, 30, 90, 180, 366];

/** Asks what the token is for, then shows its secret, once. */
@Component({
  selector: 'vmm-new-token-dialog',
  imports: [
    ChoiceField,
    CopyButton,
    FormDialog,
    MatButton,
    MatDialogModule,
    MatIcon,
    MatRadioModule,
    TextField,
  ],
  templateUrl: './new-token-dialog.html',
  styleUrl: './new-token-dialog.scss',
})
export class NewTokenDialog {
  protected readonly t = injectTranslate();
  protected readonly sentence = injectFieldSentence();
  protected readonly days = computed(() =>
    DAYS.map((value) => ({ value, text: this.t.count('tokens.days', value) })),
  );
  protected readonly made = signal<NewAccessToken | undefined>(undefined);
  private readonly client = inject(TokensClient);
  private readonly origin = inject(DOCUMENT).location.origin;
  private readonly role = inject(Session).user()?.role;

  /** A token never does more than its owner: who administers nothing is not offered it. */
  protected readonly scopes = TokenScope.options.filter(
    (scope) => scope !== 'administer' || this.role !== 'student',
  );
  protected readonly form = new SentForm(
    signal<CreateAccessToken>({ name: '', scope: 'read', expiresInDays: 30 }),
    {
      name: 'new-token',
      rules: (path) => validateStandardSchema(path, CreateAccessToken),
      send: async (wanted) => this.made.set(await this.client.create(wanted)),
    },
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
}
