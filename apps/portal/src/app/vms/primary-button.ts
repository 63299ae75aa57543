import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { Vm } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { VmActions } from './vm-actions';
import { ACTION_ICONS, type PlainAction, primaryChoice } from './vm-choices';

/** The one thing to do next with a VM: a link to a screen, or an action. */
@Component({
  selector: 'vmm-primary-button',
  imports: [MatButton, MatIcon, RouterLink],
  template: `
    @if (path(); as path) {
      <a
        [matButton]="choice() === 'open-console' ? 'filled' : 'tonal'"
        [routerLink]="path"
        [attr.aria-label]="label()"
      >
        <mat-icon [svgIcon]="icons[choice()]" />{{ t(text()) }}
      </a>
    } @else {
      <button
        matButton="tonal"
        type="button"
        [disabled]="isSent()"
        disabledInteractive
        [attr.aria-label]="label()"
        (click)="run()"
      >
        <mat-icon [svgIcon]="icons[choice()]" />{{ t(text()) }}
      </button>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
    }
    a,
    button {
      width: 100%;
    }
  `,
})
export class PrimaryButton {
  readonly vm = input.required<Vm>();
  protected readonly t = injectTranslate();
  protected readonly icons = ACTION_ICONS;
  protected readonly choice = computed(() => primaryChoice(this.vm()));
  /** Where the choice leads when it is a screen and not an action. */
  protected readonly path = computed(() => {
    if (this.choice() === 'open-console') return ['/machines', this.vm().id, 'console'];
    return this.choice().startsWith('see-') ? ['/machines', this.vm().id, 'activite'] : undefined;
  });
  protected readonly text = computed(() => `action.${this.choice()}` as const);
  protected readonly label = computed(() => `${this.t(this.text())} ${this.vm().name}`);
  protected readonly isSent = signal(false);
  private readonly actions = inject(VmActions);

  protected async run(): Promise<void> {
    this.isSent.set(true);
    // The other choices are links, so what is left is an action.
    await this.actions.run(this.vm(), this.choice() as PlainAction);
    this.isSent.set(false);
  }
}
