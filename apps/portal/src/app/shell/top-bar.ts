import { NgComponentOutlet } from '@angular/common';
import { Component, type Type, inject, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { injectTranslate } from '../i18n/translate';
import { HelpLink } from '../help/help-link';
import { NoticesBell } from '../notices/notices-bell';
import { OpenSearch } from '../search/open-search';
import { PreferenceButtons } from '../session/preference-buttons';
import { Session } from '../session/session';
import { PersonSign } from './person-sign';

@Component({
  selector: 'vmm-top-bar',
  imports: [
    HelpLink,
    MatButton,
    MatIconButton,
    MatIcon,
    NgComponentOutlet,
    NoticesBell,
    PersonSign,
    PreferenceButtons,
    RouterLink,
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
  protected readonly accountMenu = signal<Type<unknown> | null>(null);

  protected press(event: KeyboardEvent): void {
    const isAsked = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isAsked || event.key.toLowerCase() !== 'k' || !this.session.user()) return;
    event.preventDefault(); // browsers would go to their own search
    void this.search.open();
  }

  protected async openAccountMenu(): Promise<void> {
    const { AccountMenu } = await import('./account-menu');
    this.accountMenu.set(AccountMenu);
  }
}
