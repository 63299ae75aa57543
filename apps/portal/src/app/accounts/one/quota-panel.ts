import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { type Account, type MemberUsage, QUOTA_DIMENSIONS, type Quota } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import { injectSentence } from '../../http/sentence';
import { injectTranslate } from '../../i18n/translate';
import { QuotaBars } from '../../quotas/quota-bars';
import { QuotasClient } from '../../quotas/quotas-client';
import type { QuotaTask } from '../../quotas/set-quota-dialog';
import { Messages } from '../../ui/messages';

/** What someone uses of what they may use, and whether they have a quota of their own. */
@Component({
  selector: 'vmm-quota-panel',
  imports: [MatButton, MatIcon, QuotaBars],
  template: `
    <h2>{{ t('quota.title') }}</h2>
    @if (quota.hasValue()) {
      <p class="lead">{{ t(explanation()) }}</p>
      <vmm-quota-bars [usage]="quota.value().usage" [limits]="quota.value().effective" />
      <button mat-stroked-button type="button" (click)="set(quota.value())">
        <mat-icon svgIcon="tune" />{{ t('quota.set-verb') }}
      </button>
    } @else if (quota.error(); as error) {
      <p class="trouble">{{ sentence(error) }}</p>
    } @else {
      <div class="skeleton" role="status" [attr.aria-label]="t('common.loading')"></div>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    button {
      margin-top: 16px;
    }
    .skeleton {
      height: 120px;
    }
  `,
})
export class QuotaPanel {
  readonly account = input.required<Account>();
  protected readonly t = injectTranslate();
  protected readonly sentence = injectSentence();
  private readonly dialogs = inject(MatDialog);
  private readonly messages = inject(Messages);
  protected readonly quota = inject(QuotasClient).of(() => this.account().id);
  protected readonly explanation = computed(() => {
    const { own } = this.quota.value() ?? {};
    const hasOwn = own !== undefined && QUOTA_DIMENSIONS.some((dimension) => own[dimension] !== null);
    return hasOwn ? 'quota.has-own' : 'quota.has-none';
  });

  protected async set(quota: Quota): Promise<void> {
    const { SetQuotaDialog } = await import('../../quotas/set-quota-dialog');
    const { id: userId, displayName } = this.account();
    const dialog = this.dialogs.open<unknown, QuotaTask, MemberUsage[]>(SetQuotaDialog, {
      data: { chosen: [{ userId, displayName }], members: [{ userId, ...quota }], group: null },
      width: '720px',
    });
    const changed = await firstValueFrom(dialog.afterClosed(), { defaultValue: undefined });
    if (!changed) return;
    this.messages.tell(this.t('quota.saved'));
    this.quota.reload();
  }
}
