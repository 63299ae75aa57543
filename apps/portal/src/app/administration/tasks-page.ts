import { Component, computed, inject } from '@angular/core';
import { injectTranslate } from '../i18n/translate';
import { BlankSlate } from '../ui/blank-slate';
import { GhostRows } from '../ui/ghost-rows';
import { ProblemNote } from '../ui/problem-note';
import { VmsClient } from '../vms/vms-client';
import { TaskList, tasksOf } from './task-list';

/** What the platform is doing for anyone's machines, and what it could not do. */
@Component({
  selector: 'vmm-tasks-page',
  imports: [BlankSlate, GhostRows, ProblemNote, TaskList],
  template: `
    <div class="page-head">
      <h1>{{ t('page.tasks') }}</h1>
      <p class="muted" role="status">
        @if (vms.hasValue()) {
          {{ t.count('tasks.under-way', underWay()) }} ·
          {{ t.count('tasks.failed', tasks().length - underWay()) }}
        }
      </p>
    </div>
    @if (vms.hasValue()) {
      @if (tasks().length > 0) {
        <section class="panel"><vmm-task-list [tasks]="tasks()" /></section>
      } @else {
        <vmm-blank-slate icon="check-circle" [title]="t('tasks.none-title')" [text]="t('tasks.none-text')" />
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
export class TasksPage {
  protected readonly t = injectTranslate();
  protected readonly vms = inject(VmsClient).withTasks();
  protected readonly tasks = computed(() => tasksOf(this.vms.hasValue() ? this.vms.value() : []));
  protected readonly underWay = computed(
    () => this.tasks().filter(({ job: { state } }) => state !== 'failed').length,
  );
}
