import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { injectTranslate } from '../i18n/translate';
import type { Confirmation } from './confirm';

/** Asks before something is lost. Closes with `true` when confirmed. */
@Component({
  selector: 'vmm-confirm-dialog',
  imports: [MatButton, MatDialogModule, MatFormField, MatInput, MatLabel],
  template: `
    <h2 mat-dialog-title>{{ asked.title }}</h2>
    <mat-dialog-content>
      {{ asked.text }}
      @if (asked.names; as names) {
        <ul tabindex="0" [attr.aria-label]="asked.title">
          @for (name of names; track $index) {
            <li>{{ name }}</li>
          }
        </ul>
      }
      @if (asked.toType; as wanted) {
        <mat-form-field appearance="outline" hideRequiredMarker subscriptSizing="dynamic">
          <mat-label>{{ wanted.label }}</mat-label>
          <input #box matInput autocomplete="off" inputmode="numeric" (input)="typed.set(box.value)" />
        </mat-form-field>
      }
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button mat-button type="button" [mat-dialog-close]="false" cdkFocusInitial>
        {{ t('common.cancel') }}
      </button>
      <button
        mat-flat-button
        type="button"
        [class.danger]="!asked.isHarmless"
        [disabled]="!isTyped()"
        [mat-dialog-close]="true"
      >
        {{ asked.verb }}
      </button>
    </mat-dialog-actions>
  `,
  styles: `
    h2,
    mat-dialog-content,
    .danger {
      overflow-wrap: anywhere;
    }
    mat-dialog-actions {
      gap: 8px;
    }
    .mat-mdc-unelevated-button {
      height: auto;
      min-height: 36px;
      padding-block: 8px;
      white-space: normal;
    }
    ul {
      overflow-y: auto;
      max-height: 240px;
      margin: 12px 0 0;
      padding: 8px 12px 8px 28px;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-control);
    }
    mat-form-field {
      width: 100%;
      margin-top: 16px;
    }
  `,
})
export class ConfirmDialog {
  protected readonly asked = inject<Confirmation>(MAT_DIALOG_DATA);
  protected readonly t = injectTranslate();
  protected readonly typed = signal('');
  protected readonly isTyped = computed(
    () => !this.asked.toType || this.typed().trim() === this.asked.toType.text,
  );
}
