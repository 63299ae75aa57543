import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { toApiProblem } from '../http/api-problem';
import { PageTitle } from '../i18n/page-title';
import { injectTranslate } from '../i18n/translate';
import { Session } from '../session/session';
import { BlankSlate } from '../ui/blank-slate';
import { GhostRows } from '../ui/ghost-rows';
import { ProblemNote } from '../ui/problem-note';
import { InboxCard } from './inbox-card';
import { RequestCard } from './request-card';
import { injectRequestWords } from './request-words';
import { RequestsClient } from './requests-client';

/** One request, where notices and letters lead: to decide, or to see how it stands. */
@Component({
  selector: 'vmm-request-page',
  imports: [BlankSlate, GhostRows, InboxCard, MatButton, MatIcon, ProblemNote, RequestCard, RouterLink],
  template: `
    <a class="back-link" routerLink="/demandes">
      <mat-icon svgIcon="arrow-back" aria-hidden="true" />{{
        t(session.seesOthers() ? 'page.requests' : 'page.my-requests')
      }}
    </a>
    <h1>{{ heading() }}</h1>
    @if (request.hasValue()) {
      @if (isMine() || request.value().state !== 'pending') {
        <vmm-request-card [request]="request.value()" [showsRequester]="!isMine()" [isTitled]="true" />
      } @else {
        <vmm-inbox-card [request]="request.value()" [hasChoice]="false" />
      }
    } @else if (isMissing()) {
      <vmm-blank-slate icon="inbox" [title]="t('requests.missing')">
        <a mat-flat-button routerLink="/demandes">{{
          t(session.seesOthers() ? 'page.requests' : 'page.my-requests')
        }}</a>
      </vmm-blank-slate>
    } @else if (request.error(); as error) {
      <vmm-problem-note [error]="error" (retry)="request.reload()" />
    } @else {
      <vmm-ghost-rows [count]="3" />
    }
  `,
  styles: `
    :host {
      display: block;
    }
    h1 {
      margin-bottom: 16px;
    }
  `,
})
export class RequestPage {
  /** Route parameter. */
  readonly id = input.required<string>();
  protected readonly t = injectTranslate();
  protected readonly session = inject(Session);
  protected readonly request = inject(RequestsClient).one(this.id);
  protected readonly isMine = computed(
    () => this.request.hasValue() && this.request.value().requester.id === this.session.user()?.id,
  );
  private readonly words = injectRequestWords();
  protected readonly heading = computed(() =>
    this.request.hasValue() ? this.words.about(this.request.value()) : this.t('page.request'),
  );
  protected readonly isMissing = computed(
    () => this.request.error() !== undefined && toApiProblem(this.request.error()).status === 404,
  );

  constructor() {
    const title = inject(PageTitle);
    // The document's title is outside Angular's templates.
    effect(() => title.about(this.request.hasValue() ? this.heading() : ''));
  }
}
