import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { GroupInvitation } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { InvitationsClient } from './invitations-client';

/** The classes to which one is invited, with what it means to accept. Shows nothing when there is none. */
@Component({
  selector: 'vmm-own-invitations',
  imports: [MatButton],
  template: `
    @for (invitation of waiting(); track invitation.id) {
      <section class="card" [attr.aria-label]="t('invitations.to', { group: invitation.group.name })">
        <h2>{{ t('invitations.to', { group: invitation.group.name }) }}</h2>
        <p>{{ t('invitations.by', { name: invitation.invitedBy?.displayName ?? '–' }) }}</p>
        <p class="muted">{{ t('invitations.meaning') }}</p>
        <div class="actions">
          <button mat-flat-button type="button" [disabled]="isBusy()" (click)="answer(invitation, 'accept')">
            {{ t('invitations.accept') }}
          </button>
          <button mat-button type="button" [disabled]="isBusy()" (click)="answer(invitation, 'decline')">
            {{ t('invitations.decline') }}
          </button>
        </div>
      </section>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 12px;
    }
    .card {
      padding: 16px 20px;
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 12px;
    }
    h2,
    p {
      margin: 0 0 8px;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
  `,
})
export class OwnInvitations {
  protected readonly t = injectTranslate();
  protected readonly isBusy = signal(false);
  private readonly client = inject(InvitationsClient);
  private readonly messages = inject(Messages);
  private readonly invitations = this.client.own();
  readonly waiting = computed(() => (this.invitations.hasValue() ? this.invitations.value() : []));

  protected async answer(invitation: GroupInvitation, answer: 'accept' | 'decline'): Promise<void> {
    this.isBusy.set(true);
    const answered = await this.messages.attempt(() =>
      this.client.answer(invitation, answer).then(() => true),
    );
    this.isBusy.set(false);
    this.invitations.reload();
    if (!answered) return;
    const { name: group } = invitation.group;
    this.messages.tell(
      this.t(answer === 'accept' ? 'invitations.accepted' : 'invitations.declined', { group }),
    );
  }
}
