import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { BreakpointObserver } from '@angular/cdk/layout';
import { Component, inject, input, output } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { Vm } from '@vm-manager/contracts';
import { map } from 'rxjs';
import { Ago } from '../../i18n/ago';
import { injectSizes } from '../../i18n/sizes';
import { injectTranslate } from '../../i18n/translate';
import type { Selection } from '../../ui/selection';
import { StateChip } from '../state-chip';
import { VmMenu } from '../vm-menu';
import { type Names, SORT_KEYS, type SortKey } from './vm-table-view';

const ROW_PX = 48;
const NARROW_ROW_PX = 72;

/** Only the rows in view exist; roles and counts tell assistive technology about the rest. */
@Component({
  selector: 'vmm-vm-table',
  imports: [
    Ago,
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    MatCheckbox,
    MatIcon,
    RouterLink,
    StateChip,
    VmMenu,
  ],
  templateUrl: './vm-table.html',
  styleUrl: './vm-table.scss',
})
export class VmTable {
  readonly vms = input.required<readonly Vm[]>();
  readonly selection = input.required<Selection<Vm>>();
  readonly names = input.required<Names>();
  readonly sort = input.required<SortKey>();
  readonly isDescending = input(false);
  readonly sortBy = output<SortKey>();
  protected readonly t = injectTranslate();
  protected readonly sizes = injectSizes();
  protected readonly columns = SORT_KEYS;
  protected readonly rowHeight = toSignal(
    inject(BreakpointObserver)
      .observe('(width < 840px)')
      .pipe(map(({ matches }) => (matches ? NARROW_ROW_PX : ROW_PX))),
    { initialValue: ROW_PX },
  );
  protected readonly byId = (_index: number, vm: Vm) => vm.id;

  protected titleOf(key: SortKey): string {
    return this.t(`all-vms.${key}`);
  }

  protected order(key: SortKey): 'ascending' | 'descending' | 'none' {
    if (key !== this.sort()) return 'none';
    return this.isDescending() ? 'descending' : 'ascending';
  }
}
