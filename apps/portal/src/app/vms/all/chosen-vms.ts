import { type Signal, computed, inject, signal } from '@angular/core';
import type { Vm } from '@vm-manager/contracts';
import { EventFeed } from '../../events/event-feed';
import type { Selection } from '../../ui/selection';
import type { VmRows } from './vm-rows';

export interface ChosenVms extends Pick<
  Selection<Vm>,
  'chosen' | 'isAll' | 'has' | 'toggle' | 'toggleAll' | 'clear'
> {
  /** How many of them the list does not show, as it has another filter by now. */
  readonly elsewhere: Signal<number>;
}

/** What is ticked stays ticked whatever the list shows, until its machine is gone. Call in an injection context. */
export function injectChosenVms({ rows, all }: Pick<VmRows, 'rows' | 'all'>): ChosenVms {
  const known = signal<ReadonlyMap<string, Vm>>(new Map());
  const listed = computed(() => new Map(rows()?.flatMap((vm) => (vm ? [[vm.id, vm] as const] : []))));
  // The list's is the newer one.
  const chosen = computed(() => [...known().values()].map((vm) => listed().get(vm.id) ?? vm));
  const isAll = computed(() => {
    const places = rows() ?? [];
    return places.length > 0 && places.every((vm) => vm && known().has(vm.id));
  });
  const change = (to: (vms: Map<string, Vm>) => void) =>
    known.update((before) => {
      const vms = new Map(before);
      to(vms);
      return vms;
    });

  inject(EventFeed).on('vm', (pushed) => {
    if (!known().has(pushed.id)) return;
    change((vms) => ('gone' in pushed ? vms.delete(pushed.id) : vms.set(pushed.id, pushed)));
  });

  return {
    chosen,
    isAll,
    elsewhere: computed(() => chosen().filter(({ id }) => !listed().has(id)).length),
    has: (id) => known().has(id),
    toggle: (id) => {
      const vm = listed().get(id);
      change((vms) => vms.delete(id) || (vm && vms.set(id, vm)));
    },
    toggleAll: async () => {
      if (isAll()) return change((vms) => listed().forEach((_, id) => vms.delete(id)));
      const found = await all();
      change((vms) => found.forEach((vm) => vms.set(vm.id, vm)));
    },
    clear: () => known.set(new Map()),
  };
}
