import { Component, inject } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { MatMenuModule } from '@angular/material/menu';
import { Router, RouterLink } from '@angular/router';
import { injectTranslate } from '../i18n/translate';
import { HelpLink } from '../help/help-link';
import { NoticesBell } from '../notices/notices-bell';
import { OpenSearch } from '../search/open-search';
import { Session } from '../session/session';
import { LanguageMenu } from '../session/language-menu';
import { Messages } from '../ui/messages';
import { ThemeMenu } from '../ui/theme-menu';

@Component({
  selector: 'vmm-top-bar',
  imports: [
    HelpLink,
    LanguageMenu,
    MatButton,
    MatIconButton,
    MatIcon,
    MatMenuModule,
    NoticesBell,
    RouterLink,
    ThemeMenu,
  ],
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.scss',
  host: { '(document:keydown)': 'press($event)' },
})
export class TopBar {
  protected readonly session = inject(Session);
  protected readonly t = injectTranslate();
  protected readonly search = inject(OpenSearch);
  protected readonly keys = /Mac|iP/.test(navigator.platform) ? '⌘K' : 'Ctrl+K';
  private readonly router = inject(Router);
  private readonly dialogs = inject(MatDialog);
  private readonly messages = inject(Messages);

  protected press(event: KeyboardEvent): void {
    const isAsked = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isAsked || event.key.toLowerCase() !== 'k' || !this.session.user()) return;
    event.preventDefault(); // browsers would go to their own search
    void this.search.open();
  }

  protected initials(name: string): string {
    const words = name.split(/\s+/).filter(Boolean);
    return [words[0], words.length > 1 ? words.at(-1) : undefined]
      .map((word) => word?.[0] ?? '')
      .join('')
      .toUpperCase();
  }

  protected async changePassword(): Promise<void> {
    const { PasswordDialog } = await import('../session/password-dialog');
    this.dialogs.open(PasswordDialog, { width: '420px' });
  }

  protected async signOut(): Promise<void> {
    await this.messages.attempt(() => this.session.signOut());
    if (!this.session.user()) await this.router.navigate(['/connexion']);
  }
}
