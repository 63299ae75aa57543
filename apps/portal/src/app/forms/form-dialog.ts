import { Component, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialogModule } from '@angular/material/dialog';
import { injectTranslate } from '../i18n/translate';
import { FormTrouble } from './form-trouble';
import { SentBy, type SentForm } from './sent-form';

/** A dialog that asks for something and sends it: title, fields, what is wrong with them, the way out and the verb. */
@Component({
  selector: 'vmm-form-dialog',
  imports: [FormTrouble, MatButton, MatDialogModule, SentBy],
  template: `
    <form [vmmSent]="form()">
      <h2 mat-dialog-title>{{ title() }}</h2>
      <mat-dialog-content>
        <ng-content />
        <vmm-form-trouble [of]="form()" [note]="note()" />
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button mat-button type="button" mat-dialog-close>{{ wayOut() || t('common.cancel') }}</button>
        <button
          mat-flat-button
          type="submit"
          [class.danger]="isDanger()"
          [disabled]="form().isBlocked()"
          disabledInteractive
        >
          {{ verb() }}
        </button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    :host {
      display: contents;
    }
    h2,
    button {
      overflow-wrap: anywhere;
    }
    mat-dialog-content {
      display: grid;
      gap: 12px;
      padding-top: 8px !important;
    }
    mat-dialog-actions {
      gap: 8px;
    }
    button {
      height: auto;
      min-height: 36px;
      padding-block: 8px;
      white-space: normal;
    }
  `,
})
export class FormDialog {
  readonly form = input.required<Pick<SentForm, 'submit' | 'isBlocked' | 'unsaid' | 'wrongCount'>>();
  readonly title = input.required<string>();
  /** What the button does. */
  readonly verb = input.required<string>();
  readonly isDanger = input(false);
  /** In place of "Cancel". */
  readonly wayOut = input('');
  /** What else is to be said beside a refusal. */
  readonly note = input('');
  protected readonly t = injectTranslate();
}
