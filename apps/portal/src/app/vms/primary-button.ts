import {
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  inject,
  input,
  signal,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatProgressSpinner } from '@angular/material/progress-spinner';
import { RouterLink } from '@angular/router';
import type { Vm } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { VmActions } from './vm-actions';
import { ACTION_ICONS, type OfferedAction, primaryChoice } from './offered-actions';

/** So long nothing new slides under the pointer: the second click of a double click is not meant for it. */
export const HOLD_MS = 800;

/** The one thing to do next with a VM: a link to a screen, or an action. */
@Component({
  selector: 'vmm-primary-button',
  imports: [MatButton, MatIcon, MatProgressSpinner, RouterLink],
  template: `
    @if (sent() === undefined && path(); as path) {
      <a [matButton]="isFilled() ? 'filled' : 'tonal'" [routerLink]="path" [attr.aria-label]="label()">
        <mat-icon [svgIcon]="icons[choice()]" />{{ t(text()) }}
      </a>
    } @else if (sent() !== undefined || !isScreen()) {
      <button
        matButton="tonal"
        type="button"
        [disabled]="sent() !== undefined"
        disabledInteractive
        [attr.aria-busy]="sent() !== undefined"
        [attr.aria-label]="label()"
        (click)="run()"
      >
        @if (sent() !== undefined) {
          <mat-progress-spinner matButtonIcon mode="indeterminate" diameter="18" aria-hidden="true" />
        } @else {
          <mat-icon [svgIcon]="icons[choice()]" />
        }
        {{ t(sent() === undefined ? text() : during()) }}
      </button>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
    }
    :host:empty {
      display: none;
    }
    a,
    button {
      width: 100%;
      white-space: nowrap;
    }
    mat-progress-spinner {
      margin-right: 8px;
    }
  `,
})
export class PrimaryButton {
  readonly vm = input.required<Vm>();
  /** On the machine's own page its activity is a tab already. */
  readonly leadsToActivity = input(true);
  protected readonly t = injectTranslate();
  protected readonly icons = ACTION_ICONS;
  protected readonly choice = computed(() => primaryChoice(this.vm()));
  protected readonly isScreen = computed(
    () => this.choice() === 'open-console' || this.choice().startsWith('see-'),
  );
  /** Where the choice leads when it is a screen and not an action. */
  protected readonly path = computed(() => {
    if (this.choice() === 'open-console') return ['/machines', this.vm().id, 'console'];
    if (!this.isScreen() || !this.leadsToActivity()) return undefined;
    return ['/machines', this.vm().id, 'activite'];
  });
  /** Of a machine that stops its screen is no longer what one came for. */
  protected readonly isFilled = computed(
    () => this.choice() === 'open-console' && this.vm().state !== 'stopping',
  );
  /** What the machine is as soon as it is accepted. */
  protected readonly during = computed(() =>
    this.sent() === 'retry' || this.sent() === 'rebuild' ? 'state.creating' : 'state.starting',
  );
  protected readonly text = computed(() => `action.${this.choice()}` as const);
  protected readonly label = computed(() =>
    this.sent() === undefined
      ? `${this.t(this.text())} ${this.vm().name}`
      : `${this.t(this.during())} ${this.vm().name}`,
  );
  protected readonly sent = signal<OfferedAction | undefined>(undefined);
  private readonly actions = inject(VmActions);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly injector = inject(Injector);

  protected async run(): Promise<void> {
    if (this.sent() !== undefined) return;
    // The other choices are links, so what is left is an action.
    const action = this.choice() as OfferedAction;
    this.sent.set(action);
    const held = new Promise((resolve) => setTimeout(resolve, HOLD_MS));
    const accepted = await this.actions.run(this.vm(), action);
    if (accepted) await held;
    const hadFocus = this.host.contains(document.activeElement);
    this.sent.set(undefined);
    // What stands there now is another element.
    if (hadFocus)
      afterNextRender(() => this.host.querySelector<HTMLElement>('a, button')?.focus(), {
        injector: this.injector,
      });
  }
}
