import { Component, computed, input, output } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';

/** A column's title in a table of roles; pressing it sorts, pressing it again turns the order round. */
@Component({
  selector: 'vmm-sort-header',
  imports: [MatIcon],
  host: { role: 'columnheader', '[attr.aria-sort]': 'order()' },
  template: `
    <button type="button" (click)="pressed.emit()" [class.sorted]="isSorted()">
      <span class="cdk-visually-hidden">{{ t('common.sort-by') }} </span>{{ label() }}
      @if (isSorted()) {
        <mat-icon [svgIcon]="isDescending() ? 'arrow-down' : 'arrow-up'" aria-hidden="true" />
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
  readonly isSorted = input(false);
  readonly isDescending = input(false);
  readonly pressed = output();
  protected readonly t = injectTranslate();
  protected readonly order = computed(() =>
    this.isSorted() ? (this.isDescending() ? 'descending' : 'ascending') : 'none',
  );
}
