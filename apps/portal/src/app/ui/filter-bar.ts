import { Component, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';
import { FilterChoice } from './filter-choice';
import type { ListUrl } from './list-url';
import { SearchBox } from './search-box';

export interface Filter {
  /** In the URL. */
  readonly name: string;
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly text: string }[];
}

/** Above a list: the search, the filters, others that are projected, and the way back to all of it. */
@Component({
  selector: 'vmm-filter-bar',
  imports: [FilterChoice, MatButton, MatIcon, SearchBox],
  host: { class: 'filter-bar', role: 'search' },
  template: `
    <vmm-search-box
      [label]="searchLabel()"
      [value]="list().view()['search'] ?? ''"
      (changed)="list().set({ search: $event || null })"
    />
    @for (filter of filters(); track filter.name) {
      <vmm-filter-choice
        [label]="filter.label"
        [choices]="filter.choices"
        [value]="list().view()[filter.name]"
        (changed)="set(filter.name, $event)"
      />
    }
    <ng-content />
    @if (list().isFiltered()) {
      <button mat-button type="button" (click)="list().clear()">
        <mat-icon svgIcon="filter-off" />{{ t('all-vms.clear') }}
      </button>
    }
  `,
})
export class FilterBar {
  readonly list = input.required<ListUrl>();
  readonly searchLabel = input.required<string>();
  readonly filters = input<readonly Filter[]>([]);
  protected readonly t = injectTranslate();

  protected set(name: string, value: string | null): void {
    this.list().set({ [name]: value });
  }
}
