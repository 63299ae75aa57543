import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { Vm } from '@vm-manager/contracts';
import { injectTranslate } from '../../i18n/translate';
import { failureOf } from '../failure';
import { Remaking } from '../remaking';
import { VmActions } from '../vm-actions';
import { ACTION_ICONS, REMAKE_ACTIONS } from '../offered-actions';

/** The first line of the page of a machine that is not well: why, and the ways out. */
@Component({
  selector: 'vmm-failure-note',
  imports: [MatButton, MatIcon, RouterLink],
  template: `
    @if (isShown()) {
      <section [attr.aria-label]="t('failure.title')">
        <mat-icon svgIcon="error" aria-hidden="true" />
        <p role="status">{{ why() || t('failure.unknown') }}</p>
        <div class="ways">
          @for (action of remakes(); track action) {
            <button
              [matButton]="$first ? 'filled' : 'outlined'"
              type="button"
              (click)="remaking.run(vm(), action)"
            >
              <mat-icon [svgIcon]="icons[action]" />{{ t(textOf(action)) }}
            </button>
          }
          <a mat-button [routerLink]="['/machines', vm().id, 'activite']">{{ t('failure.log') }}</a>
          @if (vm().state === 'failed') {
            <button mat-button class="danger" type="button" (click)="actions.run(vm(), 'delete')">
              {{ t('action.delete') }}
            </button>
          }
        </div>
      </section>
    }
  `,
  styles: `
    section {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 8px 12px;
      margin: 8px 0;
      padding: 12px 16px;
      border-radius: var(--vmm-radius-card);
      background: var(--vmm-failed-soft);
      color: var(--vmm-failed);
    }
    p {
      overflow-wrap: anywhere;
    }
    .ways {
      display: flex;
      grid-column: 2;
      flex-wrap: wrap;
      gap: 8px;
    }
    .danger {
      --mat-button-text-label-text-color: var(--vmm-failed);
    }
    section > mat-icon {
      width: 20px;
      height: 20px;
    }
    @media (width < 640px) {
      .ways {
        grid-column: 1 / -1;
      }
    }
  `,
})
export class FailureNote {
  readonly vm = input.required<Vm>();
  protected readonly t = injectTranslate();
  protected readonly icons = ACTION_ICONS;
  protected readonly remaking = inject(Remaking);
  protected readonly actions = inject(VmActions);
  protected readonly why = computed(() => failureOf(this.vm()));
  protected readonly isShown = computed(() => this.why() !== undefined);
  protected readonly remakes = computed(() =>
    REMAKE_ACTIONS.filter((action) => this.vm().allowedActions.includes(action)),
  );

  protected textOf(action: (typeof REMAKE_ACTIONS)[number]) {
    return `action.${action}` as const;
  }
}
