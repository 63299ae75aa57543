import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { Clearing } from '@vm-manager/contracts';
import { Ago } from '../../i18n/ago';
import { injectTranslate } from '../../i18n/translate';
import { Session } from '../../session/session';
import { Messages } from '../../ui/messages';
import { ClearingClient } from './clearing-client';

/** One's own machines that will go to the bin by themselves, each with the word that it is still needed. Shows nothing when there is none. */
@Component({
  selector: 'vmm-own-clearings',
  imports: [Ago, MatButton, MatIcon, RouterLink],
  template: `
    @for (clearing of own(); track clearing.vm.id) {
      <p>
        <mat-icon svgIcon="schedule" aria-hidden="true" />
        <span>
          <a [routerLink]="['/machines', clearing.vm.id]">{{ clearing.vm.name }}</a>
          {{ t('clearing.goes') }} <vmm-ago [at]="clearing.dueAt" />
          {{ t(reasonKey(clearing)) }}
        </span>
        @if (clearing.keepDays > 0) {
          <button
            matButton="tonal"
            type="button"
            [attr.aria-label]="t('clearing.keep-name', { name: clearing.vm.name })"
            [disabled]="isBusy()"
            disabledInteractive
            (click)="keep(clearing)"
          >
            {{ t('clearing.keep') }}
          </button>
        }
      </p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 8px;
    }
    p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 12px;
      margin: 0;
      padding: 12px 16px;
      border-radius: var(--vmm-radius-control);
      background: var(--vmm-changing-soft);
      overflow-wrap: anywhere;
    }
    mat-icon {
      color: var(--vmm-changing);
    }
    span {
      flex: 1 1 200px;
    }
  `,
})
export class OwnClearings {
  protected readonly t = injectTranslate();
  protected readonly isBusy = signal(false);
  private readonly client = inject(ClearingClient);
  private readonly session = inject(Session);
  private readonly messages = inject(Messages);
  private readonly clearings = this.client.list();
  protected readonly own = computed(() =>
    (this.clearings.hasValue() ? this.clearings.value() : []).filter(
      ({ owner }) => owner.id === this.session.user()?.id,
    ),
  );

  protected reasonKey({ reason }: Clearing) {
    return `clearing.because.${reason}` as const;
  }

  protected async keep(clearing: Clearing): Promise<void> {
    this.isBusy.set(true);
    const answer = await this.messages.attempt(() => this.client.keep(clearing).then(() => true));
    this.isBusy.set(false);
    this.clearings.reload();
    const { vm, keepDays } = clearing;
    if (answer) this.messages.tell(this.t.count('clearing.kept', keepDays, { name: vm.name }));
  }
}
