import { Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';
import type { ListOrder } from './list-url';

/** A column's title in a table of roles; pressing it sorts, pressing it again turns the order round. */
@Component({
  selector: 'vmm-sort-header',
  imports: [MatIcon],
  host: { role: 'columnheader', '[attr.aria-sort]': 'ariaSort()' },
  template: `
    <button type="button" (click)="order().sortBy(column())" [class.sorted]="isSorted()">
      <span class="cdk-visually-hidden">{{ t('common.sort-by') }} </span>{{ label() }}
      @if (isSorted()) {
        <mat-icon [svgIcon]="order().isDescending() ? 'arrow-down' : 'arrow-up'" aria-hidden="true" />
      }
    </button>
  `,
  styles: `
    button {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      height: 32px;
      margin-inline: -8px;
      padding-inline: 8px;
      border: 0;
      border-radius: 6px;
      background: none;
      color: var(--vmm-muted);
      cursor: pointer;
      font: inherit;
    }
    button:hover,
    .sorted {
      color: var(--vmm-text);
    }
    button:focus-visible {
      outline-offset: -2px;
    }
    mat-icon {
      width: 14px;
      height: 14px;
    }
  `,
})
export class SortHeader {
  readonly label = input.required<string>();
  /** By which the list is sorted, in the URL. */
  readonly column = input.required<string>();
  readonly order = input.required<ListOrder>();
  protected readonly t = injectTranslate();
  protected readonly isSorted = computed(() => this.order().sort() === this.column());
  protected readonly ariaSort = computed(() => {
    if (!this.isSorted()) return 'none';
    return this.order().isDescending() ? 'descending' : 'ascending';
  });
}
