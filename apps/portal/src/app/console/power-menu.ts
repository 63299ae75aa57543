import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatMenuModule } from '@angular/material/menu';
import type { PlainAction, Vm } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { VmActions } from '../vms/vm-actions';
import { ACTION_ICONS, losesSomething } from '../vms/offered-actions';

const POWER = [
  'reboot',
  'shutdown',
  'suspend',
  'force-off',
  'reset',
] as const satisfies readonly PlainAction[];

/** What can be done with the machine's power while one looks at its screen: a frozen guest is reset from here. */
@Component({
  selector: 'vmm-power-menu',
  imports: [MatButton, MatIcon, MatMenuModule],
  template: `
    <button
      mat-button
      type="button"
      [matMenuTriggerFor]="menu"
      [disabled]="choices().length === 0"
      disabledInteractive
      [attr.aria-label]="t('console.power')"
    >
      <mat-icon svgIcon="power" /><span class="word">{{ t('console.power') }}</span>
    </button>
    <mat-menu #menu="matMenu" xPosition="before">
      <ng-template matMenuContent>
        @for (action of choices(); track action) {
          <button
            mat-menu-item
            type="button"
            [class.danger]="loses(action)"
            (click)="actions.run(vm(), action)"
          >
            <mat-icon [svgIcon]="icons[action]" />{{ t(textOf(action)) }}
          </button>
        }
      </ng-template>
    </mat-menu>
  `,
  styles: `
    :host {
      --mat-button-text-label-text-color: currentColor;
      flex: none;
    }
    @media (width < 960px) {
      .word {
        display: none;
      }
      [mat-button] {
        min-width: 40px;
        padding-inline: 8px;

        mat-icon {
          margin: 0;
        }
      }
    }
  `,
})
export class PowerMenu {
  readonly vm = input.required<Vm>();
  protected readonly t = injectTranslate();
  protected readonly icons = ACTION_ICONS;
  protected readonly loses = losesSomething;
  protected readonly actions = inject(VmActions);
  protected readonly choices = computed(() =>
    POWER.filter((action) => this.vm().allowedActions.includes(action)),
  );

  protected textOf(action: PlainAction) {
    return `action.${action}` as const;
  }
}
