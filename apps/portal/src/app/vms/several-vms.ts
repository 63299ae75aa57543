import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import type { Vm } from '@vm-manager/contracts';
import { doToEach } from '../http/several';
import { injectTranslate } from '../i18n/translate';
import { Confirm } from '../ui/confirm';
import { Report } from '../ui/report';
import { ACTION_ICONS } from './vm-choices';
import { VmsClient } from './vms-client';

/** What makes sense for a whole class; the rest is done machine by machine. */
const FOR_SEVERAL = ['start', 'shutdown', 'delete'] as const;
type ActionForSeveral = (typeof FOR_SEVERAL)[number];
const NAMED_AT_MOST = 8;

/** Does the same to several machines: to those that can take it, and says which were refused and why. */
@Component({
  selector: 'vmm-several-vms',
  imports: [MatButton, MatIcon],
  template: `
    @for (choice of choices(); track choice.action) {
      <button
        mat-stroked-button
        type="button"
        [class.danger]="choice.action === 'delete'"
        [disabled]="choice.vms.length === 0 || isBusy()"
        disabledInteractive
        (click)="run(choice.action, choice.vms)"
      >
        <mat-icon [svgIcon]="icons[choice.action]" />{{ labelOf(choice.action, choice.vms.length) }}
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
  `,
})
export class SeveralVms {
  readonly vms = input.required<readonly Vm[]>();
  /** Everything that was asked of the machines is on its way. */
  readonly finished = output();
  protected readonly t = injectTranslate();
  protected readonly icons = ACTION_ICONS;
  protected readonly isBusy = signal(false);
  protected readonly choices = computed(() =>
    FOR_SEVERAL.map((action) => ({
      action,
      vms: this.vms().filter(({ allowedActions }) => allowedActions.includes(action)),
    })),
  );
  private readonly client = inject(VmsClient);
  private readonly confirm = inject(Confirm);
  private readonly report = inject(Report);

  protected labelOf(action: ActionForSeveral, count: number): string {
    return this.t(`several.${action}`, { count });
  }

  protected async run(action: ActionForSeveral, vms: readonly Vm[]): Promise<void> {
    if (action !== 'start' && !(await this.isConfirmed(action, vms))) return;
    this.isBusy.set(true);
    const outcomes = await doToEach(vms, (vm) => this.client.act(vm, action));
    this.isBusy.set(false);
    this.report.tell(outcomes, {
      title: this.t.count('several.refused', outcomes.failed.length),
      done: this.t.count(`several.${action}-done`, outcomes.done.length),
      name: ({ name, owner }) => `${name} (${owner.displayName})`,
    });
    this.finished.emit();
  }

  private isConfirmed(action: Exclude<ActionForSeveral, 'start'>, vms: readonly Vm[]): Promise<boolean> {
    const names = vms.slice(0, NAMED_AT_MOST).map(({ name, owner }) => `${name} (${owner.displayName})`);
    if (vms.length > NAMED_AT_MOST)
      names.push(this.t.count('several.and-others', vms.length - NAMED_AT_MOST));
    return this.confirm.ask({
      title: this.t.count(`several.${action}-title`, vms.length),
      text: this.t(`several.${action}-text`, { names: names.join(', ') }),
      verb: this.t.count(`several.${action}-verb`, vms.length),
    });
  }
}
