import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';
import { BlankSlate } from '../ui/blank-slate';
import { MissingParts } from '../program-parts/missing-parts';

/** The portal does not answer: a face over the page, which stays as it is below. A new version: a bar, and one's own time. */
@Component({
  selector: 'vmm-missing-part-note',
  imports: [BlankSlate, MatButton, MatIcon],
  template: `
    @if (parts.absence() === 'unreachable') {
      <div class="face" role="alertdialog" aria-modal="true" [attr.aria-label]="t('problem.portal-down')">
        <vmm-blank-slate
          icon="cloud-off"
          [title]="t('problem.portal-down')"
          [text]="t('problem.unreachable')"
        >
          <button mat-flat-button type="button" (click)="parts.retry()">
            <mat-icon svgIcon="refresh" />{{ t('common.retry') }}
          </button>
          <button mat-button type="button" (click)="parts.stay()">{{ t('upgrade.stay') }}</button>
        </vmm-blank-slate>
      </div>
    } @else if (parts.absence() === 'upgraded') {
      <div class="bar" role="alert">
        <p>{{ t('upgrade.text') }}</p>
        <button mat-button type="button" (click)="parts.stay()">{{ t('upgrade.later') }}</button>
        <button mat-flat-button type="button" (click)="parts.retry()">{{ t('upgrade.reload') }}</button>
      </div>
    }
  `,
  styles: `
    .face {
      position: fixed;
      z-index: 1100;
      inset: 0;
      display: grid;
      place-content: center;
      padding: 16px;
      background: var(--vmm-page);
    }
    .bar {
      position: fixed;
      z-index: 1100;
      inset: 0 0 auto;
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      gap: 8px 16px;
      padding: 8px 16px;
      border-bottom: 1px solid var(--vmm-line);
      background: var(--vmm-changing-soft);
      color: var(--vmm-changing);
    }
  `,
})
export class MissingPartNote {
  protected readonly parts = inject(MissingParts);
  protected readonly t = injectTranslate();
}
