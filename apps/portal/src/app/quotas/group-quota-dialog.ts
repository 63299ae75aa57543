import { Component, computed, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { type GroupQuota, QUOTA_DIMENSIONS, type SetLimits } from '@vm-manager/contracts';
import { FormDialog } from '../forms/form-dialog';
import { SentForm } from '../forms/sent-form';
import { injectTranslate } from '../i18n/translate';
import { injectAmounts } from './amounts';
import { LimitFields } from './limit-fields';
import { changesOf } from './quota-draft';
import { QuotasClient } from './quotas-client';

export interface GroupQuotaTask {
  readonly group: { readonly id: string; readonly name: string; readonly studentCount: number };
  readonly quota: GroupQuota;
  readonly maySetBudget: boolean;
}

const EVERYWHERE = (text: string) => Object.fromEntries(QUOTA_DIMENSIONS.map((each) => [each, text]));

/** A group's budget, and what each of its students may use. Closes with the group's quota when it was changed. */
@Component({
  selector: 'vmm-group-quota-dialog',
  imports: [FormDialog, LimitFields],
  template: `
    <vmm-form-dialog
      [form]="form"
      [title]="t('quota.group-title', { name: task.group.name })"
      [verb]="t('common.save')"
      [note]="isWrong() ? t('quota.no-amount') : ''"
    >
      @if (task.maySetBudget) {
        <h3>{{ t('quota.budget') }}</h3>
        <p class="muted">{{ t('quota.budget-lead') }}</p>
        <vmm-limit-fields
          [start]="task.quota.budget"
          [placeholders]="unlimited"
          (changed)="budget.set($event)"
          (wrongChanged)="isBudgetWrong.set($event)"
        />
      }
      <h3>{{ t('quota.per-member') }}</h3>
      <p class="muted">{{ t('quota.per-member-lead') }}</p>
      <vmm-limit-fields
        [start]="task.quota.perMember"
        [placeholders]="inherited"
        (changed)="perMember.set($event)"
        (wrongChanged)="isPerMemberWrong.set($event)"
      />
      <p class="effect" role="status">{{ effect() }}</p>
    </vmm-form-dialog>
  `,
  styles: `
    h3 {
      margin: 16px 0 0;
      font-size: var(--vmm-size-large);
    }
    h3:first-child {
      margin-top: 0;
    }
    .muted {
      margin-bottom: 12px;
    }
    .effect {
      min-height: 21px;
      font-weight: 550;
    }
  `,
})
export class GroupQuotaDialog {
  protected readonly task = inject<GroupQuotaTask>(MAT_DIALOG_DATA);
  protected readonly t = injectTranslate();
  private readonly amounts = injectAmounts();
  protected readonly inherited = this.defaults();
  private readonly client = inject(QuotasClient);
  private readonly dialog = inject<MatDialogRef<GroupQuotaDialog, GroupQuota>>(MatDialogRef);
  protected readonly unlimited = EVERYWHERE(this.t('quota.unlimited'));
  protected readonly budget = signal<SetLimits>(this.task.quota.budget);
  protected readonly perMember = signal<SetLimits>(this.task.quota.perMember);
  protected readonly isBudgetWrong = signal(false);
  protected readonly isPerMemberWrong = signal(false);
  protected readonly isWrong = computed(() => this.isBudgetWrong() || this.isPerMemberWrong());
  private readonly change = computed(() => {
    const budget = changesOf(this.task.quota.budget, this.budget());
    const perMember = changesOf(this.task.quota.perMember, this.perMember());
    return {
      ...(Object.keys(budget).length > 0 && { budget }),
      ...(Object.keys(perMember).length > 0 && { perMember }),
    };
  });
  protected readonly form = new SentForm(signal({}), {
    isReady: () => Object.keys(this.change()).length > 0 && !this.isWrong(),
    send: async () => this.dialog.close(await this.client.setForGroup(this.task.group.id, this.change())),
  });

  /** Who is concerned, and from what to what. */
  protected readonly effect = computed(() => {
    if (this.isWrong()) return '';
    const { perMember, byDefault } = this.task.quota;
    const after = this.perMember();
    const changes = QUOTA_DIMENSIONS.flatMap((dimension) => {
      const [from, to] = [
        perMember[dimension] ?? byDefault[dimension],
        after[dimension] ?? byDefault[dimension],
      ];
      if (from === to) return [];
      const values = {
        dimension: this.t(`quota.dimension.${dimension}`),
        from: this.amounts.text(dimension, from),
        to: this.amounts.text(dimension, to),
      };
      return [this.t('quota.effect-part', values)];
    });
    if (changes.length === 0) return '';
    return this.t.count('quota.effect', this.task.group.studentCount, { changes: changes.join(', ') });
  });

  private defaults() {
    const { byDefault } = this.task.quota;
    return Object.fromEntries(
      QUOTA_DIMENSIONS.map((dimension) => [
        dimension,
        this.t('quota.default-is', { amount: this.amounts.text(dimension, byDefault[dimension]) }),
      ]),
    );
  }
}
