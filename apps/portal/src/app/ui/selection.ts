import { computed, signal, type Signal } from '@angular/core';

/** What is ticked in a list. What has left the list is no longer ticked. */
export class Selection<T extends { readonly id: string }> {
  private readonly ids = signal<ReadonlySet<string>>(new Set());
  readonly chosen: Signal<T[]>;
  readonly isAll: Signal<boolean>;

  constructor(private readonly list: () => readonly T[]) {
    this.chosen = computed(() => list().filter(({ id }) => this.ids().has(id)));
    this.isAll = computed(() => list().length > 0 && this.chosen().length === list().length);
  }

  has(id: string): boolean {
    return this.ids().has(id);
  }

  toggle(id: string): void {
    this.ids.update((ids) => {
      const next = new Set(ids);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }

  /** All that is in the list now, or nothing when all of it is ticked. */
  toggleAll(): void {
    this.ids.set(this.isAll() ? new Set() : new Set(this.list().map(({ id }) => id)));
  }

  clear(): void {
    this.ids.set(new Set());
  }
}
