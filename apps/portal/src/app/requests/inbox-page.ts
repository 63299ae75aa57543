import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { injectTranslate } from '../i18n/translate';
import { Session } from '../session/session';
import { BlankSlate } from '../ui/blank-slate';
import { ProblemNote } from '../ui/problem-note';
import { Selection } from '../ui/selection';
import { InboxCard } from './inbox-card';
import { RequestLine } from './request-line';
import { isOvertaken, merged, sorted } from './request-lists';
import { OlderRequests } from './older-requests';
import { RequestsClient } from './requests-client';
import { SeveralDecisions } from './several-decisions';

const SHOWN_AT_FIRST = 20;

/** What others ask for: what waits first, then what was decided. */
@Component({
  selector: 'vmm-inbox-page',
  imports: [BlankSlate, InboxCard, MatButton, ProblemNote, RequestLine, RouterLink, OlderRequests],
  providers: [SeveralDecisions],
  templateUrl: './inbox-page.html',
  styleUrl: './inbox-page.scss',
})
export class InboxPage {
  protected readonly t = injectTranslate();
  protected readonly session = inject(Session);
  private readonly client = inject(RequestsClient);
  protected readonly decisions = inject(SeveralDecisions);
  private readonly dialogs = inject(MatDialog);
  protected readonly requests = this.client.list(() => ({}));
  /** However many came since, what waits is shown. */
  private readonly waiting = this.client.list(() => ({ state: 'pending' }));
  protected readonly mayAsk = computed(() => this.session.user()?.role === 'teacher');

  private readonly ofOthers = computed(() =>
    merged(
      this.waiting.hasValue() ? this.waiting.value() : [],
      this.requests.hasValue() ? this.requests.value() : [],
    ).filter(({ requester }) => requester.id !== this.session.user()?.id),
  );
  /** Everything that has waited since the page was opened. */
  private readonly wasPending = linkedSignal<readonly string[], ReadonlySet<string>>({
    source: () =>
      this.ofOthers()
        .filter(({ state }) => state === 'pending')
        .map(({ id }) => id),
    computation: (ids, before) => new Set([...(before?.value ?? []), ...ids]),
  });
  protected readonly lists = computed(() => sorted(this.ofOthers(), this.wasPending()));
  protected readonly pending = computed(() =>
    this.lists().waiting.filter(
      ({ state, allowedActions }) => state === 'pending' && allowedActions.includes('approve'),
    ),
  );
  protected readonly selection = new Selection(this.pending);
  /** Of the chosen; what the quota already allows is not accepted, but answered. */
  protected readonly approvable = computed(() =>
    this.selection.chosen().filter((request) => !isOvertaken(request)),
  );
  private readonly shown = signal(SHOWN_AT_FIRST);
  protected readonly over = computed(() => this.lists().over.slice(0, this.shown()));
  protected readonly hasMore = computed(() => this.lists().over.length > this.shown());

  protected showMore(): void {
    this.shown.update((count) => count + SHOWN_AT_FIRST);
  }

  protected async approveChosen(): Promise<void> {
    await this.decisions.approve(this.approvable());
    this.selection.clear();
  }

  protected async rejectChosen(): Promise<void> {
    const { RejectDialog } = await import('./reject-dialog');
    const dialog = this.dialogs.open<unknown, number, string>(RejectDialog, {
      data: this.selection.chosen().length,
      width: '460px',
    });
    const comment = await firstValueFrom(dialog.afterClosed(), { defaultValue: undefined });
    if (!comment) return;
    await this.decisions.reject(this.selection.chosen(), comment);
    this.selection.clear();
  }
}
