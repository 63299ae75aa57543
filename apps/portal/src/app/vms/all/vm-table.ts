import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { BreakpointObserver } from '@angular/cdk/layout';
import { Component, inject, input, viewChild } from '@angular/core';
import { outputFromObservable, toObservable, toSignal } from '@angular/core/rxjs-interop';
import { MatIconButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { Vm, VmSort, VmState } from '@vm-manager/contracts';
import { combineLatest, map, switchMap } from 'rxjs';
import { Ago } from '../../i18n/ago';
import { injectSizes } from '../../i18n/sizes';
import { injectTranslate } from '../../i18n/translate';
import type { ListOrder } from '../../ui/list-url';
import { StateChip } from '../state-chip';
import { VmMenu } from '../vm-menu';
import type { ChosenVms } from './chosen-vms';

/** In the order in which they stand in a row. */
export const COLUMNS = [
  ...(['name', 'owner', 'group', 'state', 'template', 'vcpus'] as const),
  ...(['memory', 'disk', 'address', 'since'] as const),
] satisfies readonly VmSort[];

/** Words that the list shows instead of ids. */
export interface Names {
  template(id: string): string;
  state(state: VmState): string;
}

/** On one line where all fits, on two between, on three on a phone: nothing is left out. */
const WIDE = '(width >= 1500px)';
const PHONE = '(width < 640px)';
const ROW_PX = { wide: 40, between: 56, phone: 84 };

/**
 * Only the rows in view exist, and those whose machine is not fetched yet keep their place; roles and counts tell assistive
 * technology about the rest.
 */
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
  readonly rows = input.required<readonly (Vm | undefined)[]>();
  readonly selection = input.required<Pick<ChosenVms, 'has' | 'toggle'>>();
  readonly names = input.required<Names>();
  readonly order = input.required<ListOrder>();
  private readonly viewport = viewChild.required(CdkVirtualScrollViewport);
  /** Up to which row they are, or nearly are, in view. */
  readonly seen = outputFromObservable(
    // Other rows in the same places are seen, too.
    combineLatest([
      toObservable(this.viewport).pipe(switchMap((viewport) => viewport.renderedRangeStream)),
      toObservable(this.rows),
    ]).pipe(map(([{ end }]) => end)),
  );
  protected readonly t = injectTranslate();
  protected readonly sizes = injectSizes();
  protected readonly columns = COLUMNS;
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
  protected readonly byPlace = (place: number, vm: Vm | undefined) => vm?.id ?? place;

  protected consoleOf({ name, owner }: Vm): string {
    const whose = this.t('console.whose', { name, owner: owner.displayName });
    return this.t('several.open-console', { whose });
  }

  protected titleOf(key: VmSort): string {
    return this.t(`all-vms.${key}`);
  }

  protected ariaSort(key: VmSort): 'ascending' | 'descending' | 'none' {
    if (key !== this.order().sort()) return 'none';
    return this.order().isDescending() ? 'descending' : 'ascending';
  }
}
