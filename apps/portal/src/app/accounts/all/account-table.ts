import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { BreakpointObserver } from '@angular/cdk/layout';
import { Component, inject, input, viewChild } from '@angular/core';
import { outputFromObservable, toObservable, toSignal } from '@angular/core/rxjs-interop';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { Account, Role } from '@vm-manager/contracts';
import { combineLatest, map, switchMap } from 'rxjs';
import { Ago } from '../../i18n/ago';
import { injectTranslate } from '../../i18n/translate';
import type { ListOrder } from '../../ui/list-url';
import { SortHeader } from '../../ui/sort-header';
import { AccountChips } from '../account-chips';

const ROW_PX = 48;
const NARROW_ROW_PX = 76;

/** Only the rows in view exist; those whose account is not fetched yet keep their place. */
@Component({
  selector: 'vmm-account-table',
  imports: [
    AccountChips,
    Ago,
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    MatIcon,
    RouterLink,
    SortHeader,
  ],
  templateUrl: './account-table.html',
  styleUrl: './account-table.scss',
})
export class AccountTable {
  readonly rows = input.required<readonly (Account | undefined)[]>();
  readonly order = input.required<ListOrder>();
  private readonly viewport = viewChild.required(CdkVirtualScrollViewport);
  /** Which rows are, or nearly are, in view. */
  readonly seen = outputFromObservable(
    // Other rows in the same places are seen, too.
    combineLatest([
      toObservable(this.viewport).pipe(switchMap((viewport) => viewport.renderedRangeStream)),
      toObservable(this.rows),
    ]).pipe(map(([range]) => range)),
  );
  protected readonly t = injectTranslate();
  protected readonly rowHeight = toSignal(
    inject(BreakpointObserver)
      .observe('(width < 840px)')
      .pipe(map(({ matches }) => (matches ? NARROW_ROW_PX : ROW_PX))),
    { initialValue: ROW_PX },
  );
  protected readonly byPlace = (place: number, account: Account | undefined) => account?.id ?? place;

  protected roleName(role: Role) {
    return `role.${role}` as const;
  }

  protected groupNames(account: Account): string {
    return account.groups.map(({ name }) => name).join(', ');
  }
}
