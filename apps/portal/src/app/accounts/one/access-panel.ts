import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import type { Account } from '@vm-manager/contracts';
import { Sending } from '../../http/sending';
import { injectReason } from '../../http/sentence';
import { injectTranslate } from '../../i18n/translate';
import { Session } from '../../session/session';
import { Confirm } from '../../ui/confirm';
import { Messages } from '../../ui/messages';
import { AccountsClient } from '../accounts-client';

/** The way in: a new password for a local account, and closing or opening the account as a whole. */
@Component({
  selector: 'vmm-access-panel',
  imports: [MatButton, MatIcon],
  template: `
    <h2>{{ t('accounts.access') }}</h2>
    <p class="lead">
      {{ t(standing()) }}
      @if (account().source === 'directory' && !account().leftDirectoryAt) {
        {{ t('accounts.access-directory') }}
      }
    </p>
    <div class="actions">
      @if (account().source === 'local') {
        <button mat-stroked-button type="button" (click)="setPassword()">
          <mat-icon svgIcon="key" />{{ t('accounts.set-password') }}
        </button>
      }
      @if (account().disabled) {
        <button
          matButton="tonal"
          type="button"
          [disabled]="sending.isBusy()"
          disabledInteractive
          (click)="send(false)"
        >
          <mat-icon svgIcon="check" />{{ t('accounts.enable', { username: account().username }) }}
        </button>
      } @else if (!isOwn()) {
        <button
          mat-stroked-button
          class="danger"
          type="button"
          [disabled]="sending.isBusy()"
          disabledInteractive
          (click)="disable()"
        >
          <mat-icon svgIcon="person-off" />{{ t('accounts.disable', { username: account().username }) }}
        </button>
      }
    </div>
    <p class="trouble" role="alert">
      @if (sending.refusal(); as problem) {
        {{ reason(problem) }}
      }
    </p>
  `,
  styles: `
    :host {
      display: block;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 12px;
    }
    button {
      height: auto;
      min-height: 36px;
      max-width: 100%;
      padding-block: 8px;
      overflow-wrap: anywhere;
      white-space: normal;
    }
    .trouble:not(:empty) {
      margin-top: 12px;
    }
  `,
})
export class AccessPanel {
  readonly account = input.required<Account>();
  readonly changed = output<Account>();
  protected readonly t = injectTranslate();
  protected readonly reason = injectReason();
  protected readonly sending = new Sending();
  private readonly client = inject(AccountsClient);
  private readonly confirm = inject(Confirm);
  private readonly session = inject(Session);
  private readonly dialogs = inject(MatDialog);
  private readonly messages = inject(Messages);

  protected readonly isOwn = computed(() => this.account().id === this.session.user()?.id);
  protected readonly standing = computed(() => {
    const { disabled, leftDirectoryAt } = this.account();
    if (this.isOwn()) return 'accounts.access-own';
    if (disabled) return 'accounts.access-disabled';
    return leftDirectoryAt ? 'accounts.access-left' : 'accounts.access-open';
  });

  protected async disable(): Promise<void> {
    const { username, vmCount } = this.account();
    const isSure = await this.confirm.ask({
      title: this.t('accounts.disable-title', { username }),
      text: `${this.t('accounts.disable-text', { username })} ${this.t.count('accounts.disable-vms', vmCount)}`,
      verb: this.t('accounts.disable', { username }),
    });
    if (isSure) await this.send(true);
  }

  protected async send(disabled: boolean): Promise<void> {
    const account = await this.sending.run(() => this.client.update(this.account().id, { disabled }));
    if (!account) return;
    this.changed.emit(account);
    const { username } = account;
    this.messages.tell(this.t(disabled ? 'accounts.now-disabled' : 'accounts.now-enabled', { username }));
  }

  protected async setPassword(): Promise<void> {
    const { SetPasswordDialog } = await import('./set-password-dialog');
    this.dialogs.open(SetPasswordDialog, { width: '440px', data: this.account() });
  }
}
