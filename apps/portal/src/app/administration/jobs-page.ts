import { Component, computed, inject } from '@angular/core';
import { injectTranslate } from '../i18n/translate';
import { BlankSlate } from '../ui/blank-slate';
import { GhostRows } from '../ui/ghost-rows';
import { ProblemNote } from '../ui/problem-note';
import { VmsClient } from '../vms/vms-client';
import { OpenJobList, openJobsOf } from './open-job-list';

/** What the platform is doing for anyone's machines, and what it could not do. */
@Component({
  selector: 'vmm-jobs-page',
  imports: [BlankSlate, GhostRows, OpenJobList, ProblemNote],
  template: `
    <div class="page-head">
      <h1>{{ t('page.jobs') }}</h1>
      <p class="muted" role="status">
        @if (vms.hasValue()) {
          {{ t.count('jobs.under-way', underWay()) }} ·
          {{ t.count('jobs.failed', jobs().length - underWay()) }}
        }
      </p>
    </div>
    @if (vms.hasValue()) {
      @if (jobs().length > 0) {
        <section class="panel"><vmm-open-job-list [jobs]="jobs()" /></section>
      } @else {
        <vmm-blank-slate icon="check-circle" [title]="t('jobs.none-title')" [text]="t('jobs.none-text')" />
      }
    } @else if (vms.error(); as error) {
      <vmm-problem-note [error]="error" (retry)="vms.reload()" />
    } @else {
      <vmm-ghost-rows />
    }
  `,
  styles: `
    .panel {
      padding-block: 4px;
    }
  `,
})
export class JobsPage {
  protected readonly t = injectTranslate();
  protected readonly vms = inject(VmsClient).withOpenJobs();
  protected readonly jobs = computed(() => openJobsOf(this.vms.hasValue() ? this.vms.value() : []));
  protected readonly underWay = computed(
    () => this.jobs().filter(({ job: { state } }) => state !== 'failed').length,
  );
}
