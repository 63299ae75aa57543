import { Component, computed, inject } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../../i18n/translate';
import { BlankSlate } from '../../ui/blank-slate';
import { ProblemNote } from '../../ui/problem-note';
import { failureOf } from '../failure';
import { isUnderWay } from '../job-words';
import { VmsClient } from '../vms-client';
import { CurrentVm } from './current-vm';
import { JobEntry } from './job-entry';

/** What was done with the machine, newest first, and what is being done. */
@Component({
  selector: 'vmm-activity-tab',
  imports: [BlankSlate, JobEntry, MatIcon, ProblemNote],
  template: `
    @if (jobs.hasValue()) {
      <ol>
        @if (brokeLater(); as why) {
          <li class="broke">
            <mat-icon svgIcon="error" aria-hidden="true" />
            <div>
              <strong>{{ t('failure.since') }}</strong>
              <p>{{ why }}</p>
            </div>
          </li>
        }
        @for (job of jobs.value(); track job.id) {
          <li><vmm-job-entry [job]="job" [isNewest]="$first && !brokeLater()" /></li>
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
    .broke {
      display: flex;
      gap: 8px;
      padding: 12px 16px;
      border-radius: var(--vmm-radius-card);
      background: var(--vmm-failed-soft);
      color: var(--vmm-failed);
    }
    .broke mat-icon {
      flex: none;
      width: 20px;
      height: 20px;
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
  /** Something that no job did: the green ticks of the last one are not the end of the story. */
  protected readonly brokeLater = computed(() => {
    const vm = this.current.vm();
    const why = vm && failureOf(vm);
    const newest = this.jobs.hasValue() ? this.jobs.value()[0] : undefined;
    if (why === undefined || newest?.state === 'failed' || isUnderWay(newest)) return undefined;
    return why || this.t('failure.unknown');
  });
}
