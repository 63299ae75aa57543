import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { type Group, type GroupQuota, QUOTA_DIMENSIONS } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { injectAmounts } from './amounts';
import { GroupQuotaDialog, type GroupQuotaTask } from './group-quota-dialog';
import { QuotaBars } from './quota-bars';
import { QuotasClient } from './quotas-client';

/** A group's budget filling, and what each of its students may use. */
@Component({
  selector: 'vmm-group-budget',
  imports: [MatButton, MatIcon, QuotaBars],
  template: `
    <article class="panel">
      <div class="head">
        @if (heading(); as title) {
          <h2>{{ title }}</h2>
        } @else {
          <h3>{{ group().name }}</h3>
          <span class="muted">{{ t.count('groups.students', group().studentCount) }}</span>
        }
        <span class="space"></span>
        @if (quota.hasValue()) {
          <button
            mat-stroked-button
            type="button"
            [attr.aria-label]="t('quota.edit-of', { name: group().name })"
            (click)="edit(quota.value())"
          >
            <mat-icon svgIcon="tune" />{{ t('quota.edit') }}
          </button>
        }
      </div>
      @if (quota.hasValue()) {
        <p class="muted">{{ t(hasBudget() ? 'quota.budget' : 'quota.no-budget') }}</p>
        <vmm-quota-bars [usage]="quota.value().usage" [limits]="quota.value().budget" />
        <p>{{ t('quota.per-member-is', { amounts: perMember() }) }}</p>
      } @else if (quota.error(); as error) {
        <p class="trouble">{{ sentence(error) }}</p>
      } @else {
        <div class="skeleton" role="status" [attr.aria-label]="t('common.loading')"></div>
      }
    </article>
  `,
  styles: `
    article {
      display: grid;
      gap: 8px;
      padding-bottom: 16px;
    }
    .head {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
    }
    .space {
      flex: 1;
    }
    h2,
    h3 {
      margin: 0;
      font-size: var(--vmm-size-large);
      overflow-wrap: anywhere;
    }
    .skeleton {
      height: 100px;
    }
  `,
})
export class GroupBudget {
  readonly group = input.required<Pick<Group, 'id' | 'name' | 'studentCount'>>();
  /** In place of the group's name, where the page says it already. */
  readonly heading = input<string>();
  /** What the class gets as a whole is an administrator's to say. */
  readonly maySetBudget = input(true);
  protected readonly t = injectTranslate();
  protected readonly sentence = injectSentence();
  private readonly amounts = injectAmounts();
  private readonly dialogs = inject(MatDialog);
  private readonly messages = inject(Messages);
  protected readonly quota = inject(QuotasClient).ofGroup(() => this.group().id);
  protected readonly hasBudget = computed(() => {
    const budget = this.quota.value()?.budget;
    return budget !== undefined && QUOTA_DIMENSIONS.some((dimension) => budget[dimension] !== null);
  });
  protected readonly perMember = computed(() => {
    const perMember = this.quota.value()?.perMember ?? {};
    return this.amounts.all(perMember) || this.t('quota.as-default');
  });

  protected async edit(quota: GroupQuota): Promise<void> {
    const dialog = this.dialogs.open<GroupQuotaDialog, GroupQuotaTask, GroupQuota>(GroupQuotaDialog, {
      data: { group: this.group(), quota, maySetBudget: this.maySetBudget() },
      width: '720px',
    });
    const changed = await firstValueFrom(dialog.afterClosed(), { defaultValue: undefined });
    if (!changed) return;
    this.quota.set(changed);
    this.messages.tell(this.t('quota.saved'));
  }
}
