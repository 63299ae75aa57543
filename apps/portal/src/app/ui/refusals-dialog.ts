import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';

export interface Refusals {
  readonly title: string;
  /** What went well, in a sentence; empty when nothing did. */
  readonly done: string;
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}

/** After something was done to several: what was refused, each with its reason. */
@Component({
  selector: 'vmm-refusals-dialog',
  imports: [MatButton, MatDialogModule, MatIcon],
  template: `
    <h2 mat-dialog-title>{{ told.title }}</h2>
    <mat-dialog-content>
      @if (told.done) {
        <p class="done"><mat-icon svgIcon="check-circle" aria-hidden="true" />{{ told.done }}</p>
      }
      <ul>
        @for (one of told.refused; track one.name) {
          <li>
            <mat-icon svgIcon="error" aria-hidden="true" />
            <div>
              <strong>{{ one.name }}</strong>
              <p>{{ one.why }}</p>
            </div>
          </li>
        }
      </ul>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button mat-flat-button type="button" mat-dialog-close cdkFocusInitial>{{ t('common.close') }}</button>
    </mat-dialog-actions>
  `,
  styles: `
    ul {
      display: grid;
      gap: 12px;
      margin: 12px 0 0;
      padding: 0;
      list-style: none;
    }
    li,
    .done {
      display: flex;
      gap: 8px;
      overflow-wrap: anywhere;
    }
    .done mat-icon {
      color: var(--vmm-running);
    }
    li mat-icon {
      color: var(--vmm-failed);
    }
  `,
})
export class RefusalsDialog {
  protected readonly told = inject<Refusals>(MAT_DIALOG_DATA);
  protected readonly t = injectTranslate();
}
