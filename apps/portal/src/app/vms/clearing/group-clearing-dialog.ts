import { Component, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import type { GroupClearing } from '@vm-manager/contracts';
import { ChoiceField } from '../../forms/choice-field';
import { FormDialog } from '../../forms/form-dialog';
import { SentForm } from '../../forms/sent-form';
import { injectTranslate } from '../../i18n/translate';
import { DateChoice } from '../../ui/date-choice';
import { injectClearingChoices } from './clearing-choices';
import { ClearingClient } from './clearing-client';

export interface GroupClearingTask {
  readonly group: { readonly id: string; readonly name: string };
  readonly clearing: GroupClearing;
}

const AS_DEFAULT = -1;
const daysOf = (value: number) => (value === AS_DEFAULT ? null : value);

/** When the machines of a class go to the bin. Closes with the rules when they were changed. */
@Component({
  selector: 'vmm-group-clearing-dialog',
  imports: [ChoiceField, DateChoice, FormDialog],
  template: `
    <vmm-form-dialog
      [form]="form"
      [title]="t('clearing.group-title', { name: task.group.name })"
      [verb]="t('common.save')"
    >
      <p class="muted">{{ t('clearing.group-lead') }}</p>
      <vmm-date-choice
        [label]="t('clearing.ends-on')"
        [value]="endsOn() ?? undefined"
        [(isWrong)]="isWrong"
        (changed)="endsOn.set($event)"
      />
      <vmm-choice-field
        [field]="form.fields.unusedDays"
        [label]="t('clearing.unused')"
        [choices]="unusedChoices"
      />
      <vmm-choice-field
        [field]="form.fields.keepDays"
        [label]="t('clearing.keep-days')"
        [choices]="keepChoices"
      />
    </vmm-form-dialog>
  `,
  styles: `
    .muted {
      margin: 0 0 16px;
    }
    vmm-choice-field {
      display: block;
      margin-top: 16px;
    }
  `,
})
export class GroupClearingDialog {
  protected readonly task = inject<GroupClearingTask>(MAT_DIALOG_DATA);
  protected readonly t = injectTranslate();
  private readonly client = inject(ClearingClient);
  private readonly dialog = inject<MatDialogRef<GroupClearingDialog, GroupClearing>>(MatDialogRef);
  private readonly choices = injectClearingChoices();
  private readonly byDefault = this.task.clearing.byDefault;
  protected readonly unusedChoices = this.withDefault(
    this.choices.unused(this.task.clearing.unusedDays ?? 0),
    this.byDefault.unusedDays,
  );
  protected readonly keepChoices = this.withDefault(
    this.choices.keep(this.task.clearing.keepDays ?? 0),
    this.byDefault.keepDays,
  );
  protected readonly endsOn = signal(this.task.clearing.endsOn);
  protected readonly isWrong = signal(false);
  protected readonly form = new SentForm(
    signal({
      unusedDays: this.task.clearing.unusedDays ?? AS_DEFAULT,
      keepDays: this.task.clearing.keepDays ?? AS_DEFAULT,
    }),
    {
      name: 'group-clearing',
      isReady: () => !this.isWrong(),
      send: async ({ unusedDays, keepDays }) => {
        const days = { unusedDays: daysOf(unusedDays), keepDays: daysOf(keepDays) };
        const change = { endsOn: this.endsOn(), ...days };
        this.dialog.close(await this.client.setForGroup(this.task.group.id, change));
      },
    },
  );

  private withDefault(choices: readonly { value: number; text: string }[], set: number) {
    const text = choices.find(({ value }) => value === set)?.text ?? this.t.count('clearing.days', set);
    return [{ value: AS_DEFAULT, text: this.t('clearing.as-default', { text }) }, ...choices];
  }
}
