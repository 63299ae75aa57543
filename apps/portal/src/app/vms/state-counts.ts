import { VmState } from '@vm-manager/contracts';

/** How many VMs are in each state; a state that none is in is missing. */
export type StateCounts = Readonly<Partial<Record<VmState, number>>>;

/** What the API says in a header: `failed=1, running=12`. */
export function stateCounts(header: string): StateCounts {
  const parts = header.split(',').map((part) => part.trim().split('='));
  return Object.fromEntries(
    parts.flatMap(([name, count]) => {
      const state = VmState.safeParse(name).data;
      return state ? [[state, Number(count)]] : [];
    }),
  );
}

export const totalOf = (counts: StateCounts) => Object.values(counts).reduce((sum, count) => sum + count, 0);
