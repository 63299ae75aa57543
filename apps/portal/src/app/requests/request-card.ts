import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { REASON_LENGTH, type ResourceRequest } from '@vm-manager/contracts';
import { Ago } from '../i18n/ago';
import { injectTranslate } from '../i18n/translate';
import { Confirm } from '../ui/confirm';
import { Messages } from '../ui/messages';
import { RequestHistory } from './request-history';
import { prolongedUntil } from './request-lists';
import { Clock } from '../time/clock';
import { injectRequestWords, STATE_LOOKS } from './request-words';
import { RequestsClient } from './requests-client';

/** A request as the one who made it sees it: what, its state as a sentence, what can be done with it, its history. */
@Component({
  selector: 'vmm-request-card',
  imports: [Ago, MatButton, MatIcon, RequestHistory, RouterLink],
  templateUrl: './request-card.html',
  styleUrl: './request-card.scss',
})
export class RequestCard {
  readonly request = input.required<ResourceRequest>();
  /** Whose it is, where it may be another's. */
  readonly showsRequester = input(false);
  /** The page says what it is about already. */
  readonly isTitled = input(false);
  protected readonly t = injectTranslate();
  protected readonly words = injectRequestWords();
  protected readonly look = computed(() => STATE_LOOKS[this.request().state]);
  private readonly client = inject(RequestsClient);
  private readonly clock = inject(Clock);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);

  protected may(action: ResourceRequest['allowedActions'][number]): boolean {
    return this.request().allowedActions.includes(action);
  }

  protected async cancel(): Promise<void> {
    const done = await this.messages.attempt(() => this.client.cancel(this.request().id));
    if (done) this.messages.tell(this.t('requests.cancelled'));
  }

  protected async prolong(): Promise<void> {
    const request = this.request();
    const until = prolongedUntil(request, this.clock.now());
    const done = await this.messages.attempt(() =>
      this.client.create({
        ...(request.vm && { vmId: request.vm.id }),
        want: request.grant ?? request.want,
        reason: this.t('requests.prolong-reason', { reason: request.reason }).slice(0, REASON_LENGTH.max),
        until,
        prolongs: request.id,
      }),
    );
    if (done) this.messages.tell(this.t('requests.prolonged', { day: this.words.day(until) }));
  }

  protected async withdraw(): Promise<void> {
    const { id, requester } = this.request();
    const isSure = await this.confirm.ask({
      title: this.t('requests.withdraw-title', { person: requester.displayName }),
      text: this.t('requests.withdraw-text'),
      verb: this.t('requests.withdraw'),
    });
    if (isSure) await this.messages.attempt(() => this.client.withdraw(id));
  }
}
