import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { injectTranslate } from '../i18n/translate';
import { OwnQuota } from '../quotas/own-quota';
import { Session } from '../session/session';
import { BlankSlate } from '../ui/blank-slate';
import { GhostRows } from '../ui/ghost-rows';
import { ProblemNote } from '../ui/problem-note';
import { OlderRequests } from './older-requests';
import { RequestCard } from './request-card';
import { RequestsClient } from './requests-client';

@Component({
  selector: 'vmm-my-requests-page',
  imports: [
    BlankSlate,
    GhostRows,
    MatButton,
    MatIcon,
    OwnQuota,
    ProblemNote,
    RequestCard,
    RouterLink,
    OlderRequests,
  ],
  template: `
    @if (session.seesOthers()) {
      <a class="back-link" routerLink="/demandes">
        <mat-icon svgIcon="arrow-back" aria-hidden="true" />{{ t('page.requests') }}
      </a>
    }
    <div class="page-head">
      <h1>{{ t('page.my-requests') }}</h1>
      <span class="space"></span>
      <a mat-flat-button routerLink="/demandes/nouvelle"
        ><mat-icon svgIcon="add" />{{ t('page.new-request') }}</a
      >
    </div>
    <vmm-own-quota [asks]="false" />
    @if (requests.hasValue()) {
      <ul>
        @for (request of mine(); track request.id) {
          <li><vmm-request-card [request]="request" /></li>
        } @empty {
          <li>
            <vmm-blank-slate
              icon="inbox"
              [title]="t('requests.empty-title')"
              [text]="t('requests.empty-text')"
            />
          </li>
        }
      </ul>
      <vmm-older-requests [requests]="requests" [user]="session.user()?.id" />
    } @else if (requests.error(); as error) {
      <vmm-problem-note [error]="error" (retry)="requests.reload()" />
    } @else {
      <vmm-ghost-rows [count]="4" />
    }
  `,
  styles: `
    :host {
      display: block;
      max-width: var(--vmm-reading-width);
    }
    ul {
      display: grid;
      gap: 12px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
  `,
})
export class MyRequestsPage {
  protected readonly t = injectTranslate();
  protected readonly session = inject(Session);
  protected readonly requests = inject(RequestsClient).list(() => {
    const id = this.session.user()?.id;
    return id ? { user: id } : undefined;
  });
  protected readonly mine = computed(() => (this.requests.hasValue() ? this.requests.value() : []));
}
