import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatIcon } from '@angular/material/icon';
import type { BoxBaking } from '@vm-manager/contracts';
import { Ago } from '../i18n/ago';
import { injectTranslate } from '../i18n/translate';
import { CopyButton } from '../ui/copy-button';
import { Messages } from '../ui/messages';
import { JobProgress } from '../vms/job-progress';
import { isUnderWay } from '../vms/job-words';
import { JobLog } from '../vms/one/job-log';
import { VmsClient } from '../vms/vms-client';
import { BoxesClient } from './boxes-client';

/** The ways to another version of a template's box: the button, the week, or the command where the portal cannot. */
@Component({
  selector: 'vmm-template-baking',
  imports: [Ago, CopyButton, JobLog, JobProgress, MatButton, MatCheckbox, MatIcon],
  template: `
    @if (job(); as job) {
      @if (isBaking()) {
        <div class="progress">
          <vmm-job-progress [job]="job" />
          <button matButton type="button" [disabled]="isAsked()" disabledInteractive (click)="cancel()">
            {{ t(isAsked() ? 'job.cancelling' : 'common.cancel') }}
          </button>
        </div>
      } @else if (job.problem; as problem) {
        <p class="trouble" role="status">
          <mat-icon svgIcon="error" aria-hidden="true" />
          <span>
            {{ problem.detail }}
            <span class="muted"><vmm-ago [at]="job.finishedAt ?? job.createdAt" /></span>
          </span>
        </p>
      }
      @if (isBaking() || job.problem) {
        <details (toggle)="isLogOpen.set($any($event.target).open)">
          <summary>{{ t('job.log') }}</summary>
          @if (isLogOpen()) {
            <vmm-job-log [jobId]="job.id" [isOver]="!isBaking()" />
          }
        </details>
      }
    }
    @if (baking().isPossible) {
      <div class="ways">
        @if (!isBaking()) {
          <button
            [matButton]="isMissing() ? 'filled' : 'outlined'"
            type="button"
            [attr.aria-label]="t(isMissing() ? 'boxes.bake-of' : 'boxes.bake-again-of', { name: name() })"
            (click)="bake()"
          >
            <mat-icon svgIcon="sync" />{{ t(isMissing() ? 'boxes.bake' : 'boxes.bake-again') }}
          </button>
        }
        <mat-checkbox
          [checked]="baking().weekly"
          [aria-label]="t('boxes.weekly-of', { name: name() })"
          (change)="bakeWeekly($event.checked)"
        >
          {{ t('boxes.weekly') }}
        </mat-checkbox>
      </div>
    } @else {
      <p>{{ t('boxes.not-here') }}</p>
      <p class="command">
        <code>{{ baking().command }}</code><vmm-copy-button
          [text]="baking().command"
          [label]="t('templates.copy-command')"
        />
      </p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 8px;
      margin-top: 8px;
    }
    p {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .trouble {
      display: flex;
      gap: 8px;
    }
    .trouble mat-icon {
      flex: none;
      color: var(--vmm-failed);
    }
    .progress {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
      gap: 16px;
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 16px;
    }
    .command {
      display: flex;
      align-items: center;
      gap: 8px;
    }
    code {
      overflow-wrap: anywhere;
    }
    summary {
      cursor: pointer;
      width: max-content;
    }
    vmm-job-log {
      display: block;
      margin-top: 8px;
    }
  `,
})
export class TemplateBaking {
  readonly baking = input.required<BoxBaking>();
  /** What the template is called. */
  readonly name = input.required<string>();
  /** Whether no machine can be made of it now. */
  readonly isMissing = input(false);
  readonly changed = output<BoxBaking[]>();
  protected readonly t = injectTranslate();
  protected readonly isAsked = signal(false);
  protected readonly isLogOpen = signal(false);
  protected readonly job = computed(() => this.baking().job);
  protected readonly isBaking = computed(() => isUnderWay(this.job()));
  private readonly client = inject(BoxesClient);
  private readonly jobs = inject(VmsClient);
  private readonly messages = inject(Messages);

  protected async bake(): Promise<void> {
    this.isAsked.set(false);
    await this.messages.attempt(() => this.client.bake(this.baking().templateId));
  }

  protected async cancel(): Promise<void> {
    const job = this.job();
    if (!job) return;
    this.isAsked.set(true);
    const accepted = await this.messages.attempt(() => this.jobs.cancel(job).then(() => true));
    if (!accepted) this.isAsked.set(false);
  }

  protected async bakeWeekly(weekly: boolean): Promise<void> {
    const { templateId } = this.baking();
    const all = await this.messages.attempt(() => this.client.bakeWeekly(templateId, weekly));
    if (all) this.changed.emit(all);
  }
}
