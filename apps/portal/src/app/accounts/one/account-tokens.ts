import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { injectTranslate } from '../../i18n/translate';
import { TokenList } from '../../session/token-list';
import { TokensClient } from '../../session/tokens-client';
import { Confirm } from '../../ui/confirm';
import { Messages } from '../../ui/messages';
import { ProblemNote } from '../../ui/problem-note';

/** Somebody's access tokens, for administrators; nothing where there is none, as with most people. */
@Component({
  selector: 'vmm-account-tokens',
  imports: [MatButton, ProblemNote, TokenList],
  template: `
    @if (tokens.hasValue() && count() > 0) {
      <section class="panel">
        <h2>{{ t('tokens.title') }}</h2>
        <vmm-token-list [tokens]="tokens.value()" (revoked)="tokens.reload()" />
        @if (count() > 1) {
          <button mat-stroked-button type="button" (click)="revokeAll()">{{ t('tokens.revoke-all') }}</button>
        }
      </section>
    } @else if (tokens.error(); as error) {
      <section class="panel">
        <h2>{{ t('tokens.title') }}</h2>
        <vmm-problem-note [error]="error" (retry)="tokens.reload()" />
      </section>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    :host(:empty) {
      display: none;
    }
    button {
      margin-top: 12px;
    }
  `,
})
export class AccountTokens {
  readonly userId = input.required<string>();
  protected readonly t = injectTranslate();
  private readonly client = inject(TokensClient);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  protected readonly tokens = this.client.list(this.userId);
  protected readonly count = computed(() => (this.tokens.hasValue() ? this.tokens.value().length : 0));

  protected async revokeAll(): Promise<void> {
    const isSure = await this.confirm.ask({
      title: this.t('tokens.revoke-all-title'),
      text: this.t('tokens.revoke-all-text'),
      verb: this.t('tokens.revoke-all'),
    });
    if (!isSure) return;
    await this.messages.attempt(() => this.client.revokeAllOf(this.userId()));
    this.tokens.reload();
  }
}
