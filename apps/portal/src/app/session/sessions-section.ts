import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { injectTranslate } from '../i18n/translate';
import { Confirm } from '../ui/confirm';
import { Messages } from '../ui/messages';
import { ProblemNote } from '../ui/problem-note';
import { SessionList } from './session-list';
import { SessionsClient } from './sessions-client';

/** Where somebody is signed in, to be ended: oneself, or the person whose account it is. */
@Component({
  selector: 'vmm-sessions-section',
  imports: [MatButton, ProblemNote, SessionList],
  template: `
    <h2>{{ t('sessions.title') }}</h2>
    @if (!userId()) {
      <p class="lead">{{ t('sessions.lead') }}</p>
    }
    @if (sessions.hasValue()) {
      <vmm-session-list [sessions]="sessions.value()" (closed)="sessions.reload()" />
      @if (mayCloseSeveral()) {
        <button mat-stroked-button type="button" (click)="closeSeveral()">{{ verb() }}</button>
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
export class SessionsSection {
  /** Absent for one's own. */
  readonly userId = input<string>();
  protected readonly t = injectTranslate();
  private readonly client = inject(SessionsClient);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  protected readonly sessions = this.client.list(this.userId);
  /** Of one's own, all but the one that is looked from. */
  private readonly several = computed(() => {
    const all = this.sessions.hasValue() ? this.sessions.value() : [];
    return this.userId() ? all.length : all.filter(({ current }) => !current).length;
  });
  protected readonly mayCloseSeveral = computed(() => this.several() > (this.userId() ? 1 : 0));
  protected readonly verb = computed(() =>
    this.userId() ? this.t('sessions.close-all') : this.t.count('sessions.close-others', this.several()),
  );

  protected async closeSeveral(): Promise<void> {
    const userId = this.userId();
    const isSure = await this.confirm.ask({
      title: this.t(userId ? 'sessions.confirm-all-title' : 'sessions.confirm-title'),
      text: this.t(userId ? 'sessions.confirm-all-text' : 'sessions.confirm-text'),
      verb: this.verb(),
    });
    if (!isSure) return;
    await this.messages.attempt(() => (userId ? this.client.closeAllOf(userId) : this.client.closeOthers()));
    this.sessions.reload();
  }
}
