import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { firstValueFrom } from 'rxjs';
import { injectTranslate } from '../i18n/translate';
import { TokenList } from '../session/token-list';
import { TokensClient } from '../session/tokens-client';
import { ProblemNote } from '../ui/problem-note';

/** One's own access tokens, and new ones. */
@Component({
  selector: 'vmm-access-tokens',
  imports: [MatButton, MatIcon, ProblemNote, TokenList],
  templateUrl: './access-tokens.html',
  styles: `
    :host {
      display: block;
    }
    .create {
      margin-top: 12px;
    }
    .skeleton {
      height: 60px;
    }
  `,
})
export class AccessTokens {
  protected readonly t = injectTranslate();
  private readonly dialogs = inject(MatDialog);
  protected readonly tokens = inject(TokensClient).list();

  protected async create(): Promise<void> {
    const { NewTokenDialog } = await import('./new-token-dialog');
    // The secret is on screen once: a click beside the dialog must not lose it.
    const dialog = this.dialogs.open(NewTokenDialog, { width: '560px', disableClose: true });
    await firstValueFrom(dialog.afterClosed(), { defaultValue: undefined });
    this.tokens.reload();
  }
}
