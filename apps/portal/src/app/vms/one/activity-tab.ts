import { Component, inject } from '@angular/core';
import { injectTranslate } from '../../i18n/translate';
import { BlankSlate } from '../../ui/blank-slate';
import { ProblemNote } from '../../ui/problem-note';
import { VmsClient } from '../vms-client';
import { CurrentVm } from './current-vm';
import { JobEntry } from './job-entry';

/** What was done with the machine, newest first, and what is being done. */
@Component({
  selector: 'vmm-activity-tab',
  imports: [BlankSlate, JobEntry, ProblemNote],
  template: `
    @if (jobs.hasValue()) {
      <ol>
        @for (job of jobs.value(); track job.id) {
          <li><vmm-job-entry [job]="job" [isNewest]="$first" /></li>
        } @empty {
          <li><vmm-blank-slate icon="schedule" [title]="t('job.empty')" /></li>
        }
      </ol>
    } @else if (jobs.error(); as error) {
      <vmm-problem-note [error]="error" (retry)="jobs.reload()" />
    } @else {
      <ol aria-busy="true" [attr.aria-label]="t('common.loading')">
        @for (height of [260, 56, 56]; track $index) {
          <li class="skeleton" [style.height.px]="height"></li>
        }
      </ol>
    }
  `,
  styles: `
    ol {
      display: flex;
      flex-direction: column;
      gap: 12px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .skeleton {
      border-radius: var(--vmm-radius-card);
    }
  `,
})
export class ActivityTab {
  protected readonly t = injectTranslate();
  private readonly current = inject(CurrentVm);
  protected readonly jobs = inject(VmsClient).jobs(this.current.id);
}
