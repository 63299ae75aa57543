import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import type { PlainAction, Vm } from '@vm-manager/contracts';
import { injectTranslate } from '../../i18n/translate';
import { VmActions } from '../vm-actions';
import { ACTION_ICONS } from '../offered-actions';

/** What a running machine is told most often, without opening a menu. */
const QUICK = ['shutdown', 'reboot'] as const satisfies readonly PlainAction[];

@Component({
  selector: 'vmm-quick-actions',
  imports: [MatButton, MatIcon],
  template: `
    @for (action of choices(); track action) {
      <button matButton="outlined" type="button" (click)="actions.run(vm(), action)">
        <mat-icon [svgIcon]="icons[action]" />{{ t(textOf(action)) }}
      </button>
    }
  `,
  styles: `
    :host {
      display: contents;
    }
    @media (width < 640px) {
      button {
        flex: 1;
      }
    }
  `,
})
export class QuickActions {
  readonly vm = input.required<Vm>();
  protected readonly t = injectTranslate();
  protected readonly icons = ACTION_ICONS;
  protected readonly actions = inject(VmActions);
  protected readonly choices = computed(() =>
    QUICK.filter((action) => this.vm().allowedActions.includes(action)),
  );

  protected textOf(action: PlainAction) {
    return `action.${action}` as const;
  }
}
