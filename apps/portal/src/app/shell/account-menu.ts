import { Component, afterNextRender, inject, viewChild } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatMenuModule, MatMenuTrigger } from '@angular/material/menu';
import { Router, RouterLink } from '@angular/router';
import { injectTranslate } from '../i18n/translate';
import { Session } from '../session/session';
import { Dialogs } from '../ui/dialogs';
import { Messages } from '../ui/messages';
import { PersonSign } from './person-sign';

/** The menu of one's account, open at once. */
@Component({
  selector: 'vmm-account-menu',
  imports: [MatIcon, MatIconButton, MatMenuModule, PersonSign, RouterLink],
  templateUrl: './account-menu.html',
  styles: `
    .who {
      display: flex;
      flex-direction: column;
      max-width: 280px;
      padding: 8px 16px 12px;
      border-bottom: 1px solid var(--vmm-line);
      overflow-wrap: anywhere;
    }
  `,
})
export class AccountMenu {
  protected readonly session = inject(Session);
  protected readonly t = injectTranslate();
  private readonly trigger = viewChild(MatMenuTrigger);
  private readonly router = inject(Router);
  private readonly dialogs = inject(Dialogs);
  private readonly messages = inject(Messages);

  constructor() {
    afterNextRender(() => this.trigger()?.openMenu());
  }

  protected async changePassword(): Promise<void> {
    const [dialogs, { PasswordDialog }] = await Promise.all([
      this.dialogs.load(),
      import('../session/password-dialog'),
    ]);
    dialogs.open(PasswordDialog, { width: '420px' });
  }

  protected async signOut(): Promise<void> {
    await this.messages.attempt(() => this.session.signOut());
    if (!this.session.user()) await this.router.navigate(['/connexion']);
  }
}
