import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import type { AccessToken, TokenScope } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import { Ago } from '../i18n/ago';
import { injectTranslate } from '../i18n/translate';
import { Clock } from '../time/clock';
import { Confirm } from '../ui/confirm';
import { Messages } from '../ui/messages';
import { ProblemNote } from '../ui/problem-note';
import { TokensClient } from './tokens-client';

@Component({
  selector: 'vmm-access-tokens',
  imports: [Ago, MatButton, MatIcon, ProblemNote],
  templateUrl: './access-tokens.html',
  styleUrl: './access-tokens.scss',
})
export class AccessTokens {
  protected readonly t = injectTranslate();
  private readonly client = inject(TokensClient);
  private readonly clock = inject(Clock);
  private readonly dialogs = inject(MatDialog);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  protected readonly tokens = this.client.list();

  protected scopeName(scope: TokenScope) {
    return `tokens.scope.${scope}` as const;
  }

  protected hasExpired(token: AccessToken): boolean {
    return Date.parse(token.expiresAt) <= this.clock.minute();
  }

  protected async create(): Promise<void> {
    const { NewTokenDialog } = await import('./new-token-dialog');
    // The secret is on screen once: a click beside the dialog must not lose it.
    const dialog = this.dialogs.open(NewTokenDialog, { width: '560px', disableClose: true });
    await firstValueFrom(dialog.afterClosed(), { defaultValue: undefined });
    this.tokens.reload();
  }

  protected async revoke(token: AccessToken): Promise<void> {
    const name = token.name;
    const isSure = await this.confirm.ask({
      title: this.t('tokens.revoke-title', { name }),
      text: this.t('tokens.revoke-text'),
      verb: this.t('tokens.revoke-verb', { name }),
    });
    if (!isSure) return;
    await this.messages.attempt(() => this.client.revoke(token.id));
    this.tokens.reload();
  }
}
