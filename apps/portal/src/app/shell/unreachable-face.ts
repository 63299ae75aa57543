import { Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';
import { BlankSlate } from '../ui/blank-slate';

/** Shown instead of the portal when the very first question to the API got no answer. */
@Component({
  selector: 'vmm-unreachable-face',
  imports: [BlankSlate, MatButton, MatIcon],
  template: `
    <main>
      <vmm-blank-slate icon="cloud-off" [title]="t('problem.portal-down')" [text]="t('problem.unreachable')">
        <button mat-flat-button type="button" (click)="retry()">
          <mat-icon svgIcon="refresh" />{{ t('common.retry') }}
        </button>
      </vmm-blank-slate>
    </main>
  `,
  styles: `
    main {
      display: grid;
      place-content: center;
      min-height: 100dvh;
      padding: 16px;
    }
  `,
})
export class UnreachableFace {
  protected readonly t = injectTranslate();

  protected retry(): void {
    location.reload();
  }
}
