import { Component, computed, inject, input } from '@angular/core';
import { MatProgressBar } from '@angular/material/progress-bar';
import type { Job } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { Clock } from '../time/clock';
import { injectJobWords } from './job-words';

/** A running job in one line: a bar, what it does, how much longer. */
@Component({
  selector: 'vmm-job-progress',
  imports: [MatProgressBar],
  template: `
    <mat-progress-bar
      [mode]="job().state === 'queued' ? 'indeterminate' : 'determinate'"
      [value]="job().progress"
      [attr.aria-label]="t(kind())"
    />
    <p>
      <span class="what" [title]="words.now(job())">{{ words.now(job()) }}</span>
      <span class="muted figures">{{ words.remaining(job(), clock.second()) }}</span>
    </p>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
      --mat-progress-bar-active-indicator-color: var(--vmm-changing);
      --mat-progress-bar-track-color: var(--vmm-changing-soft);
      --mat-progress-bar-track-height: 4px;
      --mat-progress-bar-active-indicator-height: 4px;
    }
    mat-progress-bar {
      border-radius: 2px;
    }
    p {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 0 12px;
      margin-top: 4px;
      font-size: var(--vmm-size-small);
    }
    .what {
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
  `,
})
export class JobProgress {
  readonly job = input.required<Job>();
  protected readonly kind = computed(() => `job.kind.${this.job().kind}` as const);
  protected readonly words = injectJobWords();
  protected readonly clock = inject(Clock);
  protected readonly t = injectTranslate();
}
