import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { BreakpointObserver } from '@angular/cdk/layout';
import { Component, inject, input, output } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatIconButton } from '@angular/material/button';
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

/** On one line where all fits, on two between, on three on a phone: nothing is left out. */
const WIDE = '(width >= 1500px)';
const PHONE = '(width < 640px)';
const ROW_PX = { wide: 40, between: 56, phone: 84 };

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
    MatIconButton,
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
      .observe([WIDE, PHONE])
      .pipe(
        map(({ breakpoints }) =>
          breakpoints[WIDE] ? ROW_PX.wide : breakpoints[PHONE] ? ROW_PX.phone : ROW_PX.between,
        ),
      ),
    { initialValue: ROW_PX.wide },
  );
  protected readonly byId = (_index: number, vm: Vm) => vm.id;

  protected consoleOf({ name, owner }: Vm): string {
    const whose = this.t('console.whose', { name, owner: owner.displayName });
    return this.t('several.open-console', { whose });
  }

  protected titleOf(key: SortKey): string {
    return this.t(`all-vms.${key}`);
  }

  protected order(key: SortKey): 'ascending' | 'descending' | 'none' {
    if (key !== this.sort()) return 'none';
    return this.isDescending() ? 'descending' : 'ascending';
  }
}
