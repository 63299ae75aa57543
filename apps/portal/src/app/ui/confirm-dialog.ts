import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { injectTranslate } from '../i18n/translate';

export interface Confirmation {
  readonly title: string;
  readonly text: string;
  /** What the button does, with the name of what it does it to. */
  readonly verb: string;
}

/** Asks before something is lost. Closes with `true` when confirmed. */
@Component({
  selector: 'vmm-confirm-dialog',
  imports: [MatButton, MatDialogModule],
  template: `
    <h2 mat-dialog-title>{{ asked.title }}</h2>
    <mat-dialog-content>{{ asked.text }}</mat-dialog-content>
    <mat-dialog-actions align="end">
      <button mat-button type="button" [mat-dialog-close]="false" cdkFocusInitial>
        {{ t('common.cancel') }}
      </button>
      <button mat-flat-button type="button" class="danger" [mat-dialog-close]="true">{{ asked.verb }}</button>
    </mat-dialog-actions>
  `,
  styles: `
    h2,
    mat-dialog-content,
    .danger {
      overflow-wrap: anywhere;
    }
    .danger {
      height: auto;
      min-height: 36px;
      padding-block: 8px;
      white-space: normal;
    }
  `,
})
export class ConfirmDialog {
  protected readonly asked = inject<Confirmation>(MAT_DIALOG_DATA);
  protected readonly t = injectTranslate();
}
