import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { COMMENT_MAX } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';

/** One word of explanation for all that are rejected together. Closes with it. */
@Component({
  selector: 'vmm-reject-dialog',
  imports: [MatButton, MatDialogModule, MatFormField, MatInput, MatLabel],
  template: `
    <h2 mat-dialog-title>{{ t.count('requests.reject-title', count) }}</h2>
    <mat-dialog-content>
      <mat-form-field subscriptSizing="dynamic">
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
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button mat-button type="button" mat-dialog-close>{{ t('common.cancel') }}</button>
      <button
        mat-flat-button
        type="button"
        class="danger"
        [mat-dialog-close]="comment().trim()"
        [disabled]="!comment().trim()"
        disabledInteractive
      >
        {{ t('requests.reject') }}
      </button>
    </mat-dialog-actions>
  `,
  styles: `
    mat-dialog-content {
      padding-top: 8px !important;
    }
    mat-form-field {
      width: 100%;
    }
  `,
})
export class RejectDialog {
  protected readonly count = inject<number>(MAT_DIALOG_DATA);
  protected readonly t = injectTranslate();
  protected readonly comment = signal('');
  protected readonly max = COMMENT_MAX;
}
