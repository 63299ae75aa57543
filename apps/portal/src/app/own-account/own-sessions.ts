import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { injectTranslate } from '../i18n/translate';
import { SessionList } from '../session/session-list';
import { SessionsClient } from '../session/sessions-client';
import { Confirm } from '../ui/confirm';
import { Messages } from '../ui/messages';
import { ProblemNote } from '../ui/problem-note';

@Component({
  selector: 'vmm-own-sessions',
  imports: [MatButton, ProblemNote, SessionList],
  template: `
    <h2>{{ t('sessions.title') }}</h2>
    <p class="lead">{{ t('sessions.lead') }}</p>
    @if (sessions.hasValue()) {
      <vmm-session-list [sessions]="sessions.value()" (closed)="sessions.reload()" />
      @if (others() > 0) {
        <button mat-stroked-button type="button" (click)="closeOthers()">
          {{ t.count('sessions.close-others', others()) }}
        </button>
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
export class OwnSessions {
  protected readonly t = injectTranslate();
  private readonly client = inject(SessionsClient);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  protected readonly sessions = this.client.list();
  protected readonly others = computed(() =>
    this.sessions.hasValue() ? this.sessions.value().filter(({ current }) => !current).length : 0,
  );

  protected async closeOthers(): Promise<void> {
    const isSure = await this.confirm.ask({
      title: this.t('sessions.confirm-title'),
      text: this.t('sessions.confirm-text'),
      verb: this.t.count('sessions.close-others', this.others()),
    });
    if (!isSure) return;
    await this.messages.attempt(() => this.client.closeOthers());
    this.sessions.reload();
  }
}
