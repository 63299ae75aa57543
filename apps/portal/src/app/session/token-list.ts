import { Component, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import type { AccessToken, TokenScope } from '@vm-manager/contracts';
import { Ago } from '../i18n/ago';
import { injectTranslate } from '../i18n/translate';
import { Clock } from '../time/clock';
import { Confirm } from '../ui/confirm';
import { Messages } from '../ui/messages';
import { TokensClient } from './tokens-client';

/** Access tokens, each with its way out. */
@Component({
  selector: 'vmm-token-list',
  imports: [Ago, MatButton, MatIcon],
  templateUrl: './token-list.html',
  styleUrl: './access-list.scss',
})
export class TokenList {
  readonly tokens = input.required<readonly AccessToken[]>();
  readonly revoked = output();
  protected readonly t = injectTranslate();
  private readonly client = inject(TokensClient);
  private readonly clock = inject(Clock);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);

  protected scopeName(scope: TokenScope) {
    return `tokens.scope.${scope}` as const;
  }

  protected hasExpired(token: AccessToken): boolean {
    return Date.parse(token.expiresAt) <= this.clock.minute();
  }

  protected async revoke({ id, name }: AccessToken): Promise<void> {
    const isSure = await this.confirm.ask({
      title: this.t('tokens.revoke-title', { name }),
      text: this.t('tokens.revoke-text'),
      verb: this.t('tokens.revoke-verb', { name }),
    });
    if (!isSure) return;
    await this.messages.attempt(() => this.client.revoke(id));
    // Refused because it ended meanwhile, or revoked: the list says what is so now.
    this.revoked.emit();
  }
}
