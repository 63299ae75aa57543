import { Component, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { Job, Vm } from '@vm-manager/contracts';
import { Ago } from '../i18n/ago';
import { injectTranslate } from '../i18n/translate';
import { JobProgress } from '../vms/job-progress';
import { isUnderWay } from '../vms/job-words';

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

/** Tasks, one line each, with whose machine it is and how far it is or why it failed. */
@Component({
  selector: 'vmm-task-list',
  imports: [Ago, JobProgress, MatIcon, RouterLink],
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
      grid-template-columns: 112px minmax(0, 1.2fr) minmax(0, 1.4fr) 112px;
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
    .when {
      font-size: var(--vmm-size-small);
      text-align: end;
    }
    @media (width < 840px) {
      li {
        grid-template-columns: auto minmax(0, 1fr);
      }
      .what,
      .how {
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

  protected stateOf({ state }: Job) {
    return `job.state.${state}` as const;
  }

  protected kindOf({ kind }: Job) {
    return `job.kind.${kind}` as const;
  }
}
