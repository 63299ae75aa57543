import { NgComponentOutlet } from '@angular/common';
import { Component, type Type, input, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import type { Vm } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';

/** Everything that can be done with a VM now, apart from the button beside it. The menu itself is loaded when it is wanted. */
@Component({
  selector: 'vmm-vm-menu',
  imports: [MatIcon, MatIconButton, NgComponentOutlet],
  template: `
    @if (choices(); as part) {
      <ng-container *ngComponentOutlet="part; inputs: { vm: vm(), hasConsole: hasConsole() }" />
    } @else {
      <button
        mat-icon-button
        type="button"
        aria-haspopup="menu"
        aria-expanded="false"
        [attr.aria-label]="t('common.more-actions', { name: vm().name })"
        (click)="open()"
      >
        <mat-icon svgIcon="more" />
      </button>
    }
  `,
})
export class VmMenu {
  readonly vm = input.required<Vm>();
  /** In tables, where no button stands beside. */
  readonly hasConsole = input(false);
  protected readonly t = injectTranslate();
  protected readonly choices = signal<Type<unknown> | null>(null);

  protected async open(): Promise<void> {
    const { VmMenuChoices } = await import('./vm-menu-choices');
    this.choices.set(VmMenuChoices);
  }
}
