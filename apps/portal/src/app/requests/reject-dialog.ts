import { Component, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { COMMENT_MAX } from '@vm-manager/contracts';
import { FormDialog } from '../forms/form-dialog';
import { SentForm } from '../forms/sent-form';
import { injectTranslate } from '../i18n/translate';

/** One word of explanation for all that are rejected together. Closes with it. */
@Component({
  selector: 'vmm-reject-dialog',
  imports: [FormDialog, MatFormField, MatInput, MatLabel],
  template: `
    <vmm-form-dialog
      [form]="form"
      [title]="t.count('requests.reject-title', count)"
      [verb]="t('requests.reject')"
      [isDanger]="true"
    >
      <mat-form-field appearance="outline" hideRequiredMarker subscriptSizing="dynamic">
        <mat-label>{{ t('requests.why-rejected') }}</mat-label>
        <textarea
          #word
          matInput
          rows="3"
          [attr.maxlength]="max"
          [value]="comment()"
          (input)="comment.set(word.value)"
        ></textarea>
      </mat-form-field>
    </vmm-form-dialog>
  `,
})
export class RejectDialog {
  protected readonly count = inject<number>(MAT_DIALOG_DATA);
  protected readonly t = injectTranslate();
  protected readonly comment = signal('');
  protected readonly max = COMMENT_MAX;
  private readonly dialog = inject<MatDialogRef<RejectDialog, string>>(MatDialogRef);
  protected readonly form = new SentForm(signal({}), {
    isReady: () => this.comment().trim() !== '',
    send: async () => this.dialog.close(this.comment().trim()),
  });
}
