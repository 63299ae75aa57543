import { Component, input } from '@angular/core';
import { MatCheckbox } from '@angular/material/checkbox';
import { injectTranslate } from '../i18n/translate';
import type { Selection } from './selection';

/**
 * What can be done with what is ticked in a list. It is always there and stays in view, so that ticking moves nothing and
 * the actions are never out of reach.
 */
@Component({
  selector: 'vmm-chosen-bar',
  imports: [MatCheckbox],
  template: `
    <mat-checkbox
      [checked]="selection().isAll()"
      [indeterminate]="selection().chosen().length > 0 && !selection().isAll()"
      [aria-label]="t('select.all')"
      (change)="selection().toggleAll()"
    />
    <span class="count" role="status">{{ selection().chosen().length > 0 ? counted() : '' }}</span>
    <span class="hint" aria-hidden="true">{{ selection().chosen().length > 0 ? '' : t('select.all') }}</span>
    <span class="space"></span>
    <ng-content />
  `,
  host: { role: 'group', '[attr.aria-label]': 'label()' },
  styles: `
    :host {
      position: sticky;
      z-index: 3;
      top: 0;
      display: flex;
      align-items: center;
      gap: 8px;
      min-height: 48px;
      padding-inline: 8px;
      background: var(--vmm-page);
    }
    .count {
      font-weight: 600;
    }
    .count,
    .hint {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .hint {
      color: var(--vmm-muted);
    }
    .space {
      flex: 1;
    }
    @media (width < 640px) {
      :host {
        gap: 4px;
        padding-inline: 0;
      }
      .count,
      .hint {
        font-size: var(--vmm-size-small);
        line-height: 1.25;
        white-space: normal;
      }
    }
  `,
})
export class ChosenBar<T extends { readonly id: string }> {
  readonly selection = input.required<Pick<Selection<T>, 'chosen' | 'isAll' | 'toggleAll'>>();
  readonly label = input.required<string>();
  /** How many are ticked, in words. */
  readonly counted = input.required<string>();
  protected readonly t = injectTranslate();
}
