import { Component, computed, inject, signal } from '@angular/core';
import { validateStandardSchema } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { CreateRestorePoint } from '@vm-manager/contracts';
import { ChoiceField } from '../forms/choice-field';
import { FormDialog } from '../forms/form-dialog';
import { SentForm } from '../forms/sent-form';
import { TextField } from '../forms/text-field';
import { injectTranslate } from '../i18n/translate';
import { GhostRows } from '../ui/ghost-rows';
import { ProblemNote } from '../ui/problem-note';
import { RestorePointsClient } from './restore-points-client';
import type { PointAction } from './running-operation';

export interface PointOfSeveral {
  readonly action: PointAction;
  /** Of the machines, with their owners. */
  readonly names: readonly string[];
}

/** The first point of every machine has this name. */
const FIRST = 'État initial';

/** Names the restore point that several machines are to make, or to go back to. Closes with the name. */
@Component({
  selector: 'vmm-point-of-several-dialog',
  imports: [ChoiceField, FormDialog, GhostRows, ProblemNote, TextField],
  template: `
    <vmm-form-dialog
      [form]="form"
      [title]="
        t.count(isRevert ? 'several.revert-title' : 'several.make-restore-point-title', asked.names.length)
      "
      [verb]="
        t.count(isRevert ? 'several.revert-verb' : 'several.make-restore-point-verb', asked.names.length)
      "
      [isDanger]="isRevert"
    >
      <p>{{ t(isRevert ? 'several.revert-text' : 'several.make-restore-point-text') }}</p>
      @if (!isRevert) {
        <vmm-text-field
          [field]="form.fields.name"
          [label]="t('points.name')"
          [hint]="t('several.point-hint')"
        />
      } @else if (points.hasValue()) {
        <vmm-choice-field [field]="form.fields.name" [label]="t('several.point')" [choices]="choices()" />
      } @else if (points.error(); as error) {
        <vmm-problem-note [error]="error" (retry)="points.reload()" />
      } @else {
        <vmm-ghost-rows [count]="1" />
      }
      <ul tabindex="0" [attr.aria-label]="t('several.chosen-machines')">
        @for (name of asked.names; track $index) {
          <li>{{ name }}</li>
        }
      </ul>
    </vmm-form-dialog>
  `,
  styles: `
    p {
      margin: 0;
    }
    ul {
      max-height: 30vh;
      margin: 0;
      padding-inline-start: 20px;
      overflow-y: auto;
      overflow-wrap: anywhere;
    }
  `,
})
export class PointOfSeveralDialog {
  protected readonly asked = inject<PointOfSeveral>(MAT_DIALOG_DATA);
  protected readonly t = injectTranslate();
  protected readonly isRevert = this.asked.action === 'revert';
  private readonly dialog = inject<MatDialogRef<PointOfSeveralDialog, string>>(MatDialogRef);
  protected readonly points = inject(RestorePointsClient).ofClasses(() => this.isRevert);
  protected readonly choices = computed(() => [
    ...(this.points.value() ?? []).map(({ name, vms }) => ({
      value: name,
      text: this.t('several.point-of', { name, vms: this.t.count('several.machines', vms) }),
    })),
    { value: FIRST, text: this.t('points.initial') },
  ]);
  protected readonly form = new SentForm(signal({ name: '' }), {
    name: 'point-of-several',
    rules: (path) => validateStandardSchema(path, CreateRestorePoint),
    send: async ({ name }) => this.dialog.close(name),
  });
}
