import { type Signal, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';

/** Reads a word of the URL. What makes no sense counts as absent, so that an old link still shows something. */
type Reader = (text: string) => string | undefined;
type Readers = Readonly<Record<string, Reader>>;

/** Anything, as far as the API takes it. */
export const anyText =
  (longest = 200) =>
  (text: string): string =>
    text.slice(0, longest);

export const oneOf =
  <T extends string>(known: readonly T[]) =>
  (text: string): T | undefined =>
    known.find((each) => each === text);

/** The order of a list, for the heads of its columns. */
export interface ListOrder {
  readonly sort: Signal<string>;
  readonly isDescending: Signal<boolean>;
  /** By this column; the other way round when it is by this one already. */
  sortBy(column: string): void;
}

type View<F extends Readers, S> = { readonly [K in keyof F]: ReturnType<F[K]> } & {
  readonly sort: S;
  readonly isDescending: boolean;
};

/** A list's search, filters and order, which live in the URL: they can be kept, shared and gone back to. */
export interface ListUrl<F extends Readers = Readers, S extends string = string> extends ListOrder {
  readonly view: Signal<View<F, S>>;
  readonly isFiltered: Signal<boolean>;
  /** The filters that are set, by the names that the API has for the same. */
  readonly query: Signal<Readonly<Record<string, string>>>;
  readonly sort: Signal<S>;
  readonly isDescending: Signal<boolean>;
  set(change: Readonly<Record<string, string | null>>): void;
  clear(): void;
}

/** `sorts`: the first is the one without a wish. Call in an injection context. */
export function injectListUrl<const F extends Readers, const S extends string = never>(
  readers: F,
  sorts: () => readonly S[] = () => [],
): ListUrl<F, S> {
  const router = inject(Router);
  const url = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  const names = Object.keys(readers);

  const read = (name: string) => readers[name]?.(url().get(name) ?? '');
  const query = computed(() => {
    const wanted = names.map((name) => [name, read(name)?.trim() ?? ''] as const);
    return Object.fromEntries(wanted.filter(([, value]) => value !== ''));
  });
  const sort = computed(() => {
    const known = sorts();
    // A list that is not sorted has no names for it, and asks for none.
    return known.find((each) => each === url().get('sort')) ?? (known[0] as S);
  });
  const isDescending = computed(() => url().get('order') === 'desc');
  const set = (queryParams: Readonly<Record<string, string | null>>) =>
    void router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });

  return {
    // Each name has what its reader makes of it.
    view: computed(() => {
      const filters = Object.fromEntries(names.map((name) => [name, read(name)]));
      return { ...filters, sort: sort(), isDescending: isDescending() } as View<F, S>;
    }),
    query,
    isFiltered: computed(() => Object.keys(query()).length > 0),
    sort,
    isDescending,
    set,
    sortBy: (column) => set({ sort: column, order: sort() === column && !isDescending() ? 'desc' : null }),
    clear: () => set(Object.fromEntries(names.map((name) => [name, null]))),
  };
}
