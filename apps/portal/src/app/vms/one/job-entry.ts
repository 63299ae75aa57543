import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import type { Job, JobState } from '@vm-manager/contracts';
import { Ago } from '../../i18n/ago';
import { injectTranslate } from '../../i18n/translate';
import type { IconName } from '../../ui/icons';
import { Messages } from '../../ui/messages';
import { injectJobWords, isUnderWay } from '../job-words';
import { VmsClient } from '../vms-client';
import { JobLog } from './job-log';
import { JobSteps } from './job-steps';

const ICONS: Record<JobState, IconName> = {
  queued: 'hourglass',
  running: 'sync',
  succeeded: 'check-circle',
  failed: 'error',
  cancelled: 'cancel',
};

/** One job, whose progress stands at the top of the page: a line when closed; steps, log and what can be done about it when open. */
@Component({
  selector: 'vmm-job-entry',
  imports: [Ago, JobLog, JobSteps, MatButton, MatIcon],
  templateUrl: './job-entry.html',
  styleUrl: './job-entry.scss',
})
export class JobEntry {
  readonly job = input.required<Job>();
  readonly isNewest = input(false);
  protected readonly t = injectTranslate();
  protected readonly words = injectJobWords();
  protected readonly kind = computed(() => `job.kind.${this.job().kind}` as const);
  protected readonly icon = computed(() => ICONS[this.job().state]);
  protected readonly isUnderWay = computed(() => isUnderWay(this.job()));
  protected readonly isOpen = linkedSignal(() => this.isNewest());
  protected readonly isCancelAsked = signal(false);
  private readonly client = inject(VmsClient);
  private readonly messages = inject(Messages);

  protected async cancel(): Promise<void> {
    this.isCancelAsked.set(true);
    const accepted = await this.messages.attempt(async () => {
      await this.client.cancel(this.job());
      return true;
    });
    if (!accepted) this.isCancelAsked.set(false);
  }
}
