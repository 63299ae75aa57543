import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatRadioModule } from '@angular/material/radio';
import { type Account, Role } from '@vm-manager/contracts';
import { Sending } from '../../http/sending';
import { injectReason } from '../../http/sentence';
import { injectTranslate } from '../../i18n/translate';
import { Session } from '../../session/session';
import { Confirm } from '../../ui/confirm';
import { AccountsClient } from '../accounts-client';

/** The role, and who decides it. A change ends what the person has open, so it is asked first. */
@Component({
  selector: 'vmm-role-panel',
  imports: [MatButton, MatIcon, MatRadioModule],
  template: `
    <h2>{{ t('accounts.role') }}</h2>
    <p class="lead">{{ t(explanation()) }}</p>
    <mat-radio-group
      [attr.aria-label]="t('accounts.role')"
      [value]="shown()"
      [disabled]="sending.isBusy() || isOwn()"
      (change)="choose($event.value)"
    >
      @for (role of roles; track role) {
        <mat-radio-button [value]="role">{{ t(nameOf(role)) }}</mat-radio-button>
      }
    </mat-radio-group>
    @if (account().source === 'directory' && account().roleSetByHand && !isOwn()) {
      <p class="hand">
        <span class="chip info"
          ><mat-icon svgIcon="edit" aria-hidden="true" />{{ t('accounts.by-hand') }}</span
        >
        <button
          mat-button
          type="button"
          [disabled]="sending.isBusy()"
          disabledInteractive
          (click)="giveBack()"
        >
          {{ t('accounts.give-back') }}
        </button>
      </p>
    }
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
    mat-radio-group {
      display: grid;
    }
    .hand {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px;
      margin-top: 8px;
    }
  `,
})
export class RolePanel {
  readonly account = input.required<Account>();
  readonly changed = output<Account>();
  protected readonly t = injectTranslate();
  protected readonly reason = injectReason();
  protected readonly roles = Role.options;
  protected readonly sending = new Sending();
  /** What is pressed while it is asked and sent; otherwise the account's own. */
  private readonly wanted = signal<Role | undefined>(undefined);
  protected readonly shown = computed(() => this.wanted() ?? this.account().role);
  private readonly client = inject(AccountsClient);
  private readonly confirm = inject(Confirm);
  private readonly session = inject(Session);

  /** Nobody locks themselves out: another administrator does it. */
  protected readonly isOwn = computed(() => this.account().id === this.session.user()?.id);
  protected readonly explanation = computed(() => {
    const { source, roleSetByHand } = this.account();
    if (this.isOwn()) return 'accounts.role-own';
    if (source === 'local') return 'accounts.role-local';
    return roleSetByHand ? 'accounts.role-by-hand' : 'accounts.role-directory';
  });

  protected nameOf(role: Role) {
    return `role.${role}` as const;
  }

  protected async choose(role: Role): Promise<void> {
    this.wanted.set(role);
    const { username } = this.account();
    const name = this.t(this.nameOf(role));
    const isSure = await this.confirm.ask({
      title: this.t('accounts.role-confirm-title', { username, role: name }),
      text: this.t(`accounts.role-confirm.${role}`, { username }),
      verb: this.t('accounts.role-confirm-verb', { role: name }),
    });
    if (isSure) await this.send(role);
    this.wanted.set(undefined);
  }

  protected giveBack(): Promise<void> {
    return this.send(null);
  }

  private async send(role: Role | null): Promise<void> {
    const account = await this.sending.run(() => this.client.update(this.account().id, { role }));
    if (account) this.changed.emit(account);
  }
}
