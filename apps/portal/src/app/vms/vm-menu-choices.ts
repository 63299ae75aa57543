import { Component, afterNextRender, computed, inject, input, viewChild } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatMenuModule, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import type { Vm } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { VmActions } from './vm-actions';
import { ACTION_ICONS, type OfferedAction, losesSomething, menuChoices } from './offered-actions';

/** The menu of a VM, open at once. */
@Component({
  selector: 'vmm-vm-menu-choices',
  imports: [MatIcon, MatIconButton, MatMenuModule, RouterLink],
  template: `
    <button
      mat-icon-button
      type="button"
      [matMenuTriggerFor]="menu"
      [attr.aria-label]="t('common.more-actions', { name: vm().name })"
    >
      <mat-icon svgIcon="more" />
    </button>
    <mat-menu #menu="matMenu" xPosition="before">
      <ng-template matMenuContent>
        @if (offersConsole()) {
          <a mat-menu-item [routerLink]="['/machines', vm().id, 'console']">
            <mat-icon [svgIcon]="icons['open-console']" />{{ t('action.open-console') }}
          </a>
        }
        @if (vm().allowedActions.includes('revert')) {
          <a mat-menu-item [routerLink]="['/machines', vm().id, 'restauration']">
            <mat-icon svgIcon="history" />{{ t('points.title') }}
          </a>
        }
        @for (action of choices(); track action) {
          <button
            mat-menu-item
            type="button"
            [class.danger]="loses(action) || action === 'rebuild'"
            (click)="run(action)"
          >
            <mat-icon [svgIcon]="icons[action]" />{{ t(textOf(action)) }}
          </button>
        }
      </ng-template>
    </mat-menu>
  `,
})
export class VmMenuChoices {
  readonly vm = input.required<Vm>();
  /** In tables, where no button stands beside. */
  readonly hasConsole = input(false);
  protected readonly t = injectTranslate();
  protected readonly icons = ACTION_ICONS;
  protected readonly loses = losesSomething;
  protected readonly choices = computed(() => menuChoices(this.vm(), { withPrimary: this.hasConsole() }));
  protected readonly offersConsole = computed(
    () => this.hasConsole() && this.vm().allowedActions.includes('open-console'),
  );
  private readonly trigger = viewChild.required(MatMenuTrigger);
  private readonly actions = inject(VmActions);

  constructor() {
    afterNextRender(() => this.trigger().openMenu());
  }

  protected textOf(action: OfferedAction) {
    return `action.${action}` as const;
  }

  protected run(action: OfferedAction): Promise<boolean> {
    return this.actions.run(this.vm(), action);
  }
}
