import { Component, inject, input, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { type Job, PLAIN_ACTIONS, type Vm } from '@vm-manager/contracts';
import { Ago } from '../i18n/ago';
import { injectTranslate } from '../i18n/translate';
import { JobProgress } from '../vms/job-progress';
import { Messages } from '../ui/messages';
import { isUnderWay } from '../vms/job-words';
import { Remaking } from '../vms/remaking';
import { VmsClient } from '../vms/vms-client';

/** With whose machine it is. */
export interface OpenJob {
  readonly vm: Vm;
  readonly job: Job;
}

const ORDER: readonly Job['state'][] = ['running', 'queued', 'failed'];

/** The work of all machines that goes on, waits its turn or failed, in this order; the oldest first. */
export function openJobsOf(vms: readonly Vm[]): OpenJob[] {
  return vms
    .flatMap((vm) => (vm.job && ORDER.includes(vm.job.state) ? [{ vm, job: vm.job }] : []))
    .sort(
      (a, b) =>
        ORDER.indexOf(a.job.state) - ORDER.indexOf(b.job.state) ||
        a.job.createdAt.localeCompare(b.job.createdAt),
    );
}

/** A deletion is confirmed first, so not from here. */
const REPEATED = PLAIN_ACTIONS.filter((action) => action !== 'delete');

/** By what a job that failed is tried again, if it can be now. */
export function actionAgain({ vm: { allowedActions }, job: { kind, state } }: OpenJob) {
  if (state !== 'failed') return undefined;
  if (allowedActions.includes('retry')) return 'retry';
  return REPEATED.find((action) => action === kind && allowedActions.includes(action));
}

/** Jobs, one line each, with whose machine it is and how far it is or why it failed. */
@Component({
  selector: 'vmm-open-job-list',
  imports: [Ago, JobProgress, MatButton, MatIcon, MatIconButton, RouterLink],
  template: `
    <ul>
      @for (open of jobs(); track open.job.id) {
        <li>
          <span class="chip" [class]="open.job.state === 'failed' ? 'bad' : 'warn'">
            <mat-icon
              [svgIcon]="
                open.job.state === 'failed' ? 'error' : open.job.state === 'queued' ? 'hourglass' : 'sync'
              "
              aria-hidden="true"
            />{{ t(stateOf(open.job)) }}
          </span>
          <span class="what">
            {{ t(kindOf(open.job)) }} ·
            <a [routerLink]="['/machines', open.vm.id, 'activite']">{{ open.vm.name }}</a> ·
            <a [routerLink]="['/personnes', open.vm.owner.id]">{{ open.vm.owner.displayName }}</a>
          </span>
          <span class="how">
            @if (isUnderWay(open.job)) {
              <vmm-job-progress [job]="open.job" />
            } @else if (open.job.problem; as problem) {
              <span class="trouble">{{ problem.detail }}</span>
            }
          </span>
          <span class="muted when"><vmm-ago [at]="open.job.createdAt" /></span>
          <span class="actions">
            @if (isUnderWay(open.job)) {
              <button
                matButton
                type="button"
                [disabled]="isAsked(open)"
                disabledInteractive
                (click)="cancel(open)"
              >
                {{ t(isAsked(open) ? 'job.cancelling' : 'common.cancel') }}
              </button>
            } @else if (mayAgain(open)) {
              <button matButton type="button" (click)="again(open)">{{ t('jobs.again') }}</button>
            }
            <a
              matIconButton
              [routerLink]="['/machines', open.vm.id, 'activite']"
              [attr.aria-label]="t('jobs.log')"
              [title]="t('jobs.log')"
              ><mat-icon svgIcon="history"
            /></a>
          </span>
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: 112px minmax(0, 1.2fr) minmax(0, 1.4fr) 112px auto;
      align-items: center;
      gap: 4px 16px;
      min-height: 44px;
      padding-block: 6px;
    }
    li + li {
      border-top: 1px solid var(--vmm-line);
    }
    .chip {
      justify-self: start;
    }
    .what {
      overflow-wrap: anywhere;
    }
    .what a {
      color: inherit;
    }
    .actions {
      display: flex;
      align-items: center;
      justify-content: end;
      min-width: 132px;
    }
    .when {
      font-size: var(--vmm-size-small);
      text-align: end;
    }
    @media (width < 840px) {
      li {
        grid-template-columns: auto minmax(0, 1fr);
      }
      .what,
      .how,
      .actions {
        grid-column: 1 / -1;
      }
      .when {
        grid-row: 1;
        grid-column: 2;
      }
    }
  `,
})
export class OpenJobList {
  readonly jobs = input.required<readonly OpenJob[]>();
  protected readonly t = injectTranslate();
  protected readonly isUnderWay = isUnderWay;
  private readonly client = inject(VmsClient);
  private readonly remaking = inject(Remaking);
  private readonly messages = inject(Messages);
  /** Jobs that are being cancelled. */
  private readonly asked = signal<ReadonlySet<string>>(new Set());

  protected isAsked({ job }: OpenJob): boolean {
    return this.asked().has(job.id);
  }

  protected async cancel({ job }: OpenJob): Promise<void> {
    this.asked.update((known) => new Set([...known, job.id]));
    const accepted = await this.messages.attempt(() => this.client.cancel(job).then(() => true));
    if (!accepted) this.asked.update((known) => new Set([...known].filter((id) => id !== job.id)));
  }

  protected mayAgain(open: OpenJob): boolean {
    return actionAgain(open) !== undefined;
  }

  /** A creation goes by its own way, as it may need passwords. */
  protected async again(open: OpenJob): Promise<void> {
    const action = actionAgain(open);
    if (action === 'retry') await this.remaking.run(open.vm, action);
    else if (action) await this.messages.attempt(() => this.client.act(open.vm, action));
  }

  protected stateOf({ state }: Job) {
    return `job.state.${state}` as const;
  }

  protected kindOf({ kind }: Job) {
    return `job.kind.${kind}` as const;
  }
}
