import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { injectTranslate } from '../../i18n/translate';
import { SessionList } from '../../session/session-list';
import { SessionsClient } from '../../session/sessions-client';
import { Confirm } from '../../ui/confirm';
import { Messages } from '../../ui/messages';
import { ProblemNote } from '../../ui/problem-note';

@Component({
  selector: 'vmm-account-sessions',
  imports: [MatButton, ProblemNote, SessionList],
  template: `
    <h2>{{ t('sessions.title') }}</h2>
    @if (sessions.hasValue()) {
      <vmm-session-list [sessions]="sessions.value()" (closed)="sessions.reload()" />
      @if (count() > 1) {
        <button mat-stroked-button type="button" (click)="closeAll()">{{ t('sessions.close-all') }}</button>
      }
    } @else if (sessions.error(); as error) {
      <vmm-problem-note [error]="error" (retry)="sessions.reload()" />
    } @else {
      <div class="skeleton" role="status" aria-busy="true" [attr.aria-label]="t('common.loading')"></div>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    button {
      margin-top: 12px;
    }
    .skeleton {
      height: 60px;
    }
  `,
})
export class AccountSessions {
  readonly userId = input.required<string>();
  protected readonly t = injectTranslate();
  private readonly client = inject(SessionsClient);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  protected readonly sessions = this.client.list(this.userId);
  protected readonly count = computed(() => (this.sessions.hasValue() ? this.sessions.value().length : 0));

  protected async closeAll(): Promise<void> {
    const isSure = await this.confirm.ask({
      title: this.t('sessions.confirm-all-title'),
      text: this.t('sessions.confirm-all-text'),
      verb: this.t('sessions.close-all'),
    });
    if (!isSure) return;
    await this.messages.attempt(() => this.client.closeAllOf(this.userId()));
    this.sessions.reload();
  }
}
