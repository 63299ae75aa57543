import { type Signal, computed, inject, linkedSignal } from '@angular/core';
import { rxResource, takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Vm } from '@vm-manager/contracts';
import { Subject, auditTime, firstValueFrom, map } from 'rxjs';
import { EventFeed } from '../../events/event-feed';
import { Messages } from '../../ui/messages';
import { withJob } from '../pushed';
import { matchesSearch } from '../vm-search';
import { type VmQuery, VmsClient } from '../vms-client';

export const PAGE_ROWS = 100;
/** The largest page that the API gives. */
const MOST_ROWS = 1000;
/** Pushes about machines that are not among those that are fetched: the API alone knows where they stand. */
const TOGETHER_MS = 1_000;

interface Found {
  readonly query: VmQuery;
  /** As many as are fetched, from the first. */
  readonly vms: readonly Vm[];
  readonly total: number;
  /** Where the next page is; null at the end. */
  readonly next: string | null;
}

export interface VmRows {
  /** Undefined until the first answer; a row that is not fetched yet keeps its place. */
  readonly rows: Signal<readonly (Vm | undefined)[] | undefined>;
  readonly error: Signal<unknown>;
  /** Fetches on until this many rows are there. */
  need(end: number): Promise<void>;
  /** Fetches the rest. */
  all(): Promise<readonly Vm[]>;
  reload(): void;
}

/** The machines that a query finds, kept current by pushes: the first hundred at once, the others as they scroll into view. */
export function injectVmRows(query: () => VmQuery): VmRows {
  const client = inject(VmsClient);
  const feed = inject(EventFeed);
  const messages = inject(Messages);
  let wanted = 0;
  let fetching = Promise.resolve();

  const found = rxResource<Found, VmQuery>({
    params: query,
    stream: ({ params }) => {
      const known = current();
      if (known?.query !== params) wanted = 0;
      // Asked anew, nobody loses sight of the rows that they look at.
      const rows =
        known?.query === params ? Math.min(Math.max(known.vms.length, PAGE_ROWS), MOST_ROWS) : PAGE_ROWS;
      return client.firstPage(params, rows).pipe(map((page): Found => ({ query: params, ...page })));
    },
  });
  const current = (): Found | undefined => (found.hasValue() ? found.value() : undefined);
  const shown = linkedSignal<Found | undefined, Found | undefined>({
    source: current,
    computation: (now, last) => now ?? last?.value,
  });

  const askAnew = new Subject<void>();
  askAnew.pipe(auditTime(TOGETHER_MS), takeUntilDestroyed()).subscribe(() => found.reload());
  /** An answer that is under way may be older than the change: it is given up, and asked for again. */
  const change = (to: (known: Found) => Found) => {
    const known = current();
    if (!known) return;
    const isAsked = found.isLoading();
    found.set(to(known));
    if (isAsked) askAnew.next();
  };
  feed.on('vm', (pushed) => {
    const at = current()?.vms.findIndex(({ id }) => id === pushed.id) ?? -1;
    if (at < 0) return askAnew.next();
    change((known) =>
      'gone' in pushed || !isFoundBy(known.query, pushed)
        ? { ...known, vms: known.vms.toSpliced(at, 1), total: known.total - 1 }
        : { ...known, vms: known.vms.with(at, pushed) },
    );
  });
  feed.on('job', (job) => {
    if (current()?.vms.some(({ id }) => id === job.vmId))
      change((known) => ({ ...known, vms: known.vms.map((vm) => withJob(vm, job)) }));
  });
  feed.onReopened(() => found.reload());

  async function fetchOn(): Promise<void> {
    for (let at = current(); at?.next && at.vms.length < wanted; at = current()) {
      const { query: asked, next } = at;
      const page = await messages.attempt(() => firstValueFrom(client.nextPage(next)));
      if (!page) return;
      const now = current();
      // Meanwhile something else is asked for, or the same again.
      if (now?.query !== asked || now.next !== next) continue;
      const known = new Set(now.vms.map(({ id }) => id));
      found.set({ ...now, ...page, vms: [...now.vms, ...page.vms.filter(({ id }) => !known.has(id))] });
    }
  }
  const need = (end: number) => {
    wanted = Math.max(wanted, end);
    return (fetching = fetching.then(fetchOn));
  };

  return {
    rows: computed(() => {
      const known = shown();
      return (
        known && [
          ...known.vms,
          ...Array<undefined>(Math.max(known.total - known.vms.length, 0)).fill(undefined),
        ]
      );
    }),
    error: found.error,
    need,
    all: async () => {
      await need(Infinity);
      return current()?.vms ?? [];
    },
    reload: () => void found.reload(),
  };
}

/** Whether a machine that was found still is. Groups and owners do not change under it. */
function isFoundBy({ state, template, search }: VmQuery, vm: Vm): boolean {
  return (
    (!state || vm.state === state) &&
    (!template || vm.templateId === template) &&
    (!search || matchesSearch(vm, search))
  );
}
