import { Component, computed, inject, signal } from '@angular/core';
import { FormField, validateStandardSchema } from '@angular/forms/signals';
import { MatCheckbox } from '@angular/material/checkbox';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { type RestorePoint, RestorePointName, type Vm } from '@vm-manager/contracts';
import * as z from 'zod';
import { FormDialog } from '../../forms/form-dialog';
import { SentForm } from '../../forms/sent-form';
import { TextField } from '../../forms/text-field';
import { exactTime } from '../../i18n/format';
import { Languages } from '../../i18n/languages';
import { SchoolTime } from '../../i18n/school-time';
import { injectTranslate } from '../../i18n/translate';
import { RestorePointsClient } from '../restore-points-client';

export interface Revert {
  readonly vm: Vm;
  readonly point: RestorePoint;
  /** The point's, as it is shown. */
  readonly name: string;
}

const Keeping = z.union([
  z.object({ keeps: z.literal(true), keepAs: RestorePointName }),
  z.object({ keeps: z.literal(false), keepAs: z.string() }),
]);

/** Says what going back loses, and offers to keep the present first. */
@Component({
  selector: 'vmm-revert-dialog',
  imports: [FormDialog, FormField, MatCheckbox, TextField],
  template: `
    <vmm-form-dialog
      [form]="form"
      [title]="t('points.revert-title', { name: revert.name })"
      [verb]="t(revert.point.kind === 'initial' ? 'points.renew' : 'points.revert-verb')"
      [isDanger]="true"
    >
      <p>{{ t('points.revert-text', { time, vm: revert.vm.name }) }}</p>
      @if (canKeep) {
        <mat-checkbox [formField]="form.fields.keeps">{{ t('points.keep') }}</mat-checkbox>
        @if (keeps()) {
          <vmm-text-field [field]="form.fields.keepAs" [label]="t('points.keep-as')" />
        }
      }
    </vmm-form-dialog>
  `,
  styles: `
    p {
      margin: 0;
    }
  `,
})
export class RevertDialog {
  protected readonly revert = inject<Revert>(MAT_DIALOG_DATA);
  private readonly dialog = inject<MatDialogRef<RevertDialog, boolean>>(MatDialogRef);
  private readonly client = inject(RestorePointsClient);
  protected readonly t = injectTranslate();
  protected readonly time = exactTime(
    this.revert.point.createdAt,
    inject(Languages).active(),
    inject(SchoolTime).zone(),
  );
  /** Of one whose memory is on disk no point can be made. */
  protected readonly canKeep = this.revert.vm.allowedActions.includes('make-restore-point');
  private readonly draft = signal({ keeps: false, keepAs: this.t('points.present') });
  protected readonly keeps = computed(() => this.draft().keeps);
  protected readonly form = new SentForm(this.draft, {
    name: 'revert',
    rules: (path) => validateStandardSchema(path, Keeping),
    send: async ({ keeps, keepAs }) => {
      const { vm, point } = this.revert;
      await this.client.goBack(vm.id, point.id, keeps ? { keepAs } : {});
      this.dialog.close(true);
    },
  });
}
