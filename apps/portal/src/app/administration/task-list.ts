import { Component, inject, input, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { Job, Vm } from '@vm-manager/contracts';
import { Ago } from '../i18n/ago';
import { injectTranslate } from '../i18n/translate';
import { JobProgress } from '../vms/job-progress';
import { Messages } from '../ui/messages';
import { isUnderWay } from '../vms/job-words';
import { Remaking } from '../vms/remaking';
import { VmsClient } from '../vms/vms-client';

export interface Task {
  readonly vm: Vm;
  readonly job: Job;
}

const ORDER: readonly Job['state'][] = ['running', 'queued', 'failed'];

/** The work of all machines that goes on, waits its turn or failed, in this order; the oldest first. */
export function tasksOf(vms: readonly Vm[]): Task[] {
  return vms
    .flatMap((vm) => (vm.job && ORDER.includes(vm.job.state) ? [{ vm, job: vm.job }] : []))
    .sort(
      (a, b) =>
        ORDER.indexOf(a.job.state) - ORDER.indexOf(b.job.state) ||
        a.job.createdAt.localeCompare(b.job.createdAt),
    );
}

const PLAIN = ['start', 'shutdown', 'reboot', 'force-off', 'reset', 'suspend', 'resume'] as const;

/** By what a task that failed is tried again, if it can be now. */
export function actionAgain({ vm: { allowedActions }, job: { kind, state } }: Task) {
  if (state !== 'failed') return undefined;
  if (allowedActions.includes('retry')) return 'retry';
  return PLAIN.find((action) => action === kind && allowedActions.includes(action));
}

/** Tasks, one line each, with whose machine it is and how far it is or why it failed. */
@Component({
  selector: 'vmm-task-list',
  imports: [Ago, JobProgress, MatButton, MatIcon, MatIconButton, RouterLink],
  template: `
    <ul>
      @for (task of tasks(); track task.job.id) {
        <li>
          <span class="chip" [class]="task.job.state === 'failed' ? 'bad' : 'warn'">
            <mat-icon
              [svgIcon]="
                task.job.state === 'failed' ? 'error' : task.job.state === 'queued' ? 'hourglass' : 'sync'
              "
              aria-hidden="true"
            />{{ t(stateOf(task.job)) }}
          </span>
          <span class="what">
            {{ t(kindOf(task.job)) }} ·
            <a [routerLink]="['/machines', task.vm.id, 'activite']">{{ task.vm.name }}</a> ·
            <a [routerLink]="['/personnes', task.vm.owner.id]">{{ task.vm.owner.displayName }}</a>
          </span>
          <span class="how">
            @if (isUnderWay(task.job)) {
              <vmm-job-progress [job]="task.job" />
            } @else if (task.job.problem; as problem) {
              <span class="trouble">{{ problem.detail }}</span>
            }
          </span>
          <span class="muted when"><vmm-ago [at]="task.job.createdAt" /></span>
          <span class="actions">
            @if (isUnderWay(task.job)) {
              <button
                matButton
                type="button"
                [disabled]="isAsked(task)"
                disabledInteractive
                (click)="cancel(task)"
              >
                {{ t(isAsked(task) ? 'job.cancelling' : 'common.cancel') }}
              </button>
            } @else if (mayAgain(task)) {
              <button matButton type="button" (click)="again(task)">{{ t('tasks.again') }}</button>
            }
            <a
              matIconButton
              [routerLink]="['/machines', task.vm.id, 'activite']"
              [attr.aria-label]="t('tasks.log')"
              [title]="t('tasks.log')"
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
export class TaskList {
  readonly tasks = input.required<readonly Task[]>();
  protected readonly t = injectTranslate();
  protected readonly isUnderWay = isUnderWay;
  private readonly client = inject(VmsClient);
  private readonly remaking = inject(Remaking);
  private readonly messages = inject(Messages);
  /** Jobs that are being cancelled. */
  private readonly asked = signal<ReadonlySet<string>>(new Set());

  protected isAsked({ job }: Task): boolean {
    return this.asked().has(job.id);
  }

  protected async cancel({ job }: Task): Promise<void> {
    this.asked.update((known) => new Set([...known, job.id]));
    const accepted = await this.messages.attempt(() => this.client.cancel(job).then(() => true));
    if (!accepted) this.asked.update((known) => new Set([...known].filter((id) => id !== job.id)));
  }

  protected mayAgain(task: Task): boolean {
    return actionAgain(task) !== undefined;
  }

  /** A creation goes by its own way, as it may need passwords. */
  protected async again(task: Task): Promise<void> {
    const action = actionAgain(task);
    if (action === 'retry') await this.remaking.run(task.vm, action);
    else if (action) await this.messages.attempt(() => this.client.act(task.vm, action));
  }

  protected stateOf({ state }: Job) {
    return `job.state.${state}` as const;
  }

  protected kindOf({ kind }: Job) {
    return `job.kind.${kind}` as const;
  }
}
