import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import {
  type MemberUsage,
  QUOTA_DIMENSIONS,
  type QuotaDimension,
  type SetLimits,
} from '@vm-manager/contracts';
import { FormDialog } from '../forms/form-dialog';
import { SentForm } from '../forms/sent-form';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';
import { injectAmounts } from './amounts';
import { LimitFields } from './limit-fields';
import { QuotaBars } from './quota-bars';
import { changesForAll, changesOf, commonLimits, ifAllIsUsed, withChange } from './quota-draft';
import { QuotasClient } from './quotas-client';

const NAMED_AT_MOST = 6;

/** Whose quota is set, and the class whose budget it comes out of. */
export interface QuotaTask {
  readonly chosen: readonly { readonly userId: string; readonly displayName: string }[];
  /** All of the class; of a person without one, the person. */
  readonly members: readonly MemberUsage[];
  readonly group: { readonly id: string; readonly name: string } | null;
}

/** Closes with what the chosen may use then. */
@Component({
  selector: 'vmm-set-quota-dialog',
  imports: [FormDialog, LimitFields, MatButton, QuotaBars],
  templateUrl: './set-quota-dialog.html',
  styleUrl: './set-quota-dialog.scss',
})
export class SetQuotaDialog {
  protected readonly task = inject<QuotaTask>(MAT_DIALOG_DATA);
  protected readonly t = injectTranslate();
  protected readonly sentence = injectSentence();
  private readonly amounts = injectAmounts();
  private readonly client = inject(QuotasClient);
  private readonly dialog = inject<MatDialogRef<SetQuotaDialog, MemberUsage[]>>(MatDialogRef);
  protected readonly group = this.client.ofGroup(() => this.task.group?.id);
  protected readonly isWrong = signal(false);

  private readonly ids = new Set(this.task.chosen.map(({ userId }) => userId));
  private readonly people = this.task.members.filter(({ userId }) => this.ids.has(userId));
  protected readonly start = signal(commonLimits(this.people.map(({ own }) => own)));
  private readonly now = signal<SetLimits>(this.start());
  /** From then on an empty field is no longer what it was, but inherited, also where these people differ. */
  private readonly inherits = signal(false);
  protected readonly change = computed(() =>
    this.inherits()
      ? changesForAll(
          this.people.map(({ own }) => own),
          this.now(),
        )
      : changesOf(this.common, this.now()),
  );
  protected readonly form = new SentForm(signal({}), {
    isReady: () => Object.keys(this.change()).length > 0 && !this.isWrong(),
    send: async () => this.dialog.close(await this.client.setFor([...this.ids], this.change())),
  });
  protected readonly promised = computed(() =>
    ifAllIsUsed(withChange(this.task.members, this.ids, this.change())),
  );
  protected readonly names = this.amounts.list(this.namesOf(this.task.chosen));
  protected readonly placeholders = computed(() =>
    this.perDimension((dimension) =>
      dimension in this.start() ? this.t('quota.inherited') : this.t('quota.different'),
    ),
  );
  protected readonly hints = this.perDimension((dimension) => {
    const { [dimension]: effective } = commonLimits(this.people.map((person) => person.effective));
    if (effective === undefined) return '';
    return this.t('quota.now', {
      amount: effective === null ? this.t('quota.unlimited') : this.amounts.text(dimension, effective),
    });
  });
  private readonly common = this.start();

  protected type(limits: SetLimits): void {
    this.now.set(limits);
  }

  /** Whoever inherits follows the class and the default from then on. */
  protected inheritAll(): void {
    const nothing = Object.fromEntries(QUOTA_DIMENSIONS.map((each) => [each, null]));
    this.start.set({ ...nothing });
    this.now.set(nothing);
    this.inherits.set(true);
    this.isWrong.set(false);
  }

  private namesOf(chosen: QuotaTask['chosen']): string[] {
    const names = chosen.slice(0, NAMED_AT_MOST).map(({ displayName }) => displayName);
    const others = chosen.length - names.length;
    return others > 0 ? [...names, this.t.count('several.and-others', others)] : names;
  }

  private perDimension(text: (dimension: QuotaDimension) => string) {
    return Object.fromEntries(QUOTA_DIMENSIONS.map((each) => [each, text(each)]));
  }
}
