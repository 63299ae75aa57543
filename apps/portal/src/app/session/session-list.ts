import { Component, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import type { Session } from '@vm-manager/contracts';
import { Ago } from '../i18n/ago';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { browserName } from './browser-words';
import { SessionsClient } from './sessions-client';

/** Signed-in browsers, each with its way out. One's own browser has "sign out" for that. */
@Component({
  selector: 'vmm-session-list',
  imports: [Ago, MatButton, MatIcon],
  templateUrl: './session-list.html',
  styleUrl: './access-list.scss',
})
export class SessionList {
  readonly sessions = input.required<readonly Session[]>();
  readonly closed = output();
  protected readonly t = injectTranslate();
  protected readonly closing = signal<string | undefined>(undefined);
  private readonly client = inject(SessionsClient);
  private readonly messages = inject(Messages);

  protected isPhone(session: Session): boolean {
    return browserName(session.userAgent).isPhone;
  }

  protected words(session: Session): string {
    const { browser, system } = browserName(session.userAgent);
    if (browser && system) return this.t('sessions.on', { browser, system });
    return browser ?? system ?? this.t('sessions.unknown');
  }

  protected async close(session: Session): Promise<void> {
    this.closing.set(session.id);
    await this.messages.attempt(() => this.client.close(session.id));
    this.closing.set(undefined);
    // Refused because it ended meanwhile, or closed: the list says what is so now.
    this.closed.emit();
  }
}
