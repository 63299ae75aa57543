import { type Signal, computed, inject, linkedSignal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import type { Account } from '@vm-manager/contracts';
import { firstValueFrom, map } from 'rxjs';
import { Messages } from '../../ui/messages';
import { type AccountQuery, AccountsClient } from '../accounts-client';

export const PAGE_ROWS = 100;

/** Rows that are not fetched yet are undefined; the table shows their place. */
interface Found {
  readonly query: AccountQuery;
  readonly rows: readonly (Account | undefined)[];
}

export interface AccountRows {
  /** Undefined until the first answer; then what the last query found, while the next one is under way. */
  readonly rows: Signal<Found['rows'] | undefined>;
  readonly error: Signal<unknown>;
  /** Fetches what is missing between two places. */
  need(start: number, end: number): void;
  reload(): void;
}

/** The accounts that a query finds: the first hundred at once, the others as they scroll into view. */
export function injectAccountRows(query: () => AccountQuery): AccountRows {
  const client = inject(AccountsClient);
  const messages = inject(Messages);
  const underWay = new WeakMap<AccountQuery, Set<number>>();
  const found = rxResource({
    params: query,
    stream: ({ params }) =>
      client.page(params, 0, PAGE_ROWS).pipe(
        map(({ total, accounts }): Found => ({
          query: params,
          rows: Array.from({ length: Math.max(total, accounts.length) }, (_, place) => accounts[place]),
        })),
      ),
  });
  const shown = linkedSignal<Found | undefined, Found | undefined>({
    source: () => (found.hasValue() ? found.value() : undefined),
    computation: (now, last) => now ?? last?.value,
  });

  async function fetchPage(asked: Found, page: number): Promise<void> {
    const pages = underWay.get(asked.query) ?? new Set();
    underWay.set(asked.query, pages);
    if (pages.has(page)) return;
    pages.add(page);
    const offset = page * PAGE_ROWS;
    const answer = await messages.attempt(() => firstValueFrom(client.page(asked.query, offset, PAGE_ROWS)));
    pages.delete(page);
    const current = found.hasValue() ? found.value() : undefined;
    if (!answer || current?.query !== asked.query) return;
    const rows = [...current.rows];
    answer.accounts.forEach((account, index) => (rows[offset + index] = account));
    found.set({ query: asked.query, rows });
  }

  return {
    rows: computed(() => shown()?.rows),
    error: found.error,
    need(start, end) {
      const current = found.hasValue() ? found.value() : undefined;
      if (!current) return;
      for (
        let page = Math.floor(start / PAGE_ROWS);
        page * PAGE_ROWS < Math.min(end, current.rows.length);
        page++
      )
        if (!current.rows[page * PAGE_ROWS]) void fetchPage(current, page);
    },
    reload: () => void found.reload(),
  };
}
