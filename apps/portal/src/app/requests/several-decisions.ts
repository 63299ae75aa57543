import { Service, inject, signal } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import type { ResourceRequest } from '@vm-manager/contracts';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { type Refusals, RefusalsDialog } from '../ui/refusals-dialog';
import { RequestsClient } from './requests-client';

/** Decides several requests, one after the other as each may take the last of the same budget, and says how it went. */
@Service({ autoProvided: false })
export class SeveralDecisions {
  private readonly busy = signal(false);
  readonly isBusy = this.busy.asReadonly();
  private readonly client = inject(RequestsClient);
  private readonly dialogs = inject(MatDialog);
  private readonly messages = inject(Messages);
  private readonly sentence = injectSentence();
  private readonly t = injectTranslate();

  approve(requests: readonly ResourceRequest[]): Promise<void> {
    return this.decide('approved', requests, ({ id }) => this.client.approve(id));
  }

  reject(requests: readonly ResourceRequest[], comment: string): Promise<void> {
    return this.decide('rejected', requests, ({ id }) => this.client.reject(id, comment));
  }

  private async decide(
    decision: 'approved' | 'rejected',
    requests: readonly ResourceRequest[],
    send: (request: ResourceRequest) => Promise<unknown>,
  ): Promise<void> {
    this.busy.set(true);
    const refused: Refusals['refused'][number][] = [];
    for (const request of requests)
      await send(request).catch((error: unknown) =>
        refused.push({ name: request.requester.displayName, why: this.sentence(error) }),
      );
    this.busy.set(false);
    const count = requests.length - refused.length;
    const done = count > 0 ? this.t.count(`requests.${decision}-count`, count) : '';
    if (refused.length === 0) return this.messages.tell(done);
    const title = this.t.count(`requests.not-${decision}`, refused.length);
    this.dialogs.open<unknown, Refusals>(RefusalsDialog, { data: { title, done, refused }, width: '520px' });
  }
}
