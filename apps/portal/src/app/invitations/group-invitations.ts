import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { GroupInvitation } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { InvitationsClient } from './invitations-client';

/** Who has been asked into the group and has not answered. Shows nothing when there is nobody. */
@Component({
  selector: 'vmm-group-invitations',
  imports: [MatButton],
  template: `
    @if (waiting().length > 0) {
      <section class="notice" [attr.aria-label]="t('invitations.waiting')">
        <p>{{ t('invitations.waiting-text') }}</p>
        <ul>
          @for (invitation of waiting(); track invitation.id) {
            <li>
              <span>{{ invitation.user.displayName }}</span>
              <span class="muted mono">{{ invitation.user.username }}</span>
              <button
                mat-button
                type="button"
                [attr.aria-label]="t('invitations.withdraw-of', { name: invitation.user.displayName })"
                (click)="withdraw(invitation)"
              >
                {{ t('invitations.withdraw') }}
              </button>
            </li>
          }
        </ul>
      </section>
    }
  `,
  styles: `
    .notice {
      display: block;
    }
    p {
      margin: 0;
    }
    ul {
      margin: 8px 0 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
    }
  `,
})
export class GroupInvitations {
  readonly groupId = input.required<string>();
  protected readonly t = injectTranslate();
  private readonly client = inject(InvitationsClient);
  private readonly messages = inject(Messages);
  private readonly invitations = this.client.of(this.groupId);
  protected readonly waiting = computed(() => (this.invitations.hasValue() ? this.invitations.value() : []));

  reload(): void {
    this.invitations.reload();
  }

  protected async withdraw(invitation: GroupInvitation): Promise<void> {
    await this.messages.attempt(() => this.client.withdraw(invitation));
    this.invitations.reload();
  }
}
