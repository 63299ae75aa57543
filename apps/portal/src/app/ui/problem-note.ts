import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { toApiProblem } from '../http/api-problem';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';

/** The face of a screen whose data could not be had: why, and a way to try again. */
@Component({
  selector: 'vmm-problem-note',
  imports: [MatButton, MatIcon],
  template: `
    <mat-icon svgIcon="error" aria-hidden="true" />
    <div role="alert">
      <h2>{{ t('problem.title') }}</h2>
      <p>{{ sentence(error()) }}</p>
      @if (requestId(); as id) {
        <p class="muted">
          {{ t('problem.reference') }} <span class="mono">{{ id }}</span>
        </p>
      }
    </div>
    <button mat-stroked-button type="button" (click)="retry.emit()">
      <mat-icon svgIcon="refresh" />{{ t('common.retry') }}
    </button>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 16px;
      padding: 24px;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-card);
      background: var(--vmm-card);
    }
    div {
      flex: 1 1 240px;
    }
    :host > mat-icon {
      color: var(--vmm-failed);
    }
  `,
})
export class ProblemNote {
  readonly error = input.required<unknown>();
  readonly retry = output();
  protected readonly t = injectTranslate();
  protected readonly sentence = injectSentence();
  /** What a person tells whoever looks after the platform. */
  protected readonly requestId = computed(() => toApiProblem(this.error()).requestId);
}
