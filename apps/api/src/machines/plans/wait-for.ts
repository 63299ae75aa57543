import { filter, firstValueFrom, merge, take, timer, type Observable } from 'rxjs';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { unlessAborted } from '../../foundation/waiting/unless-aborted.js';
import type { HypervisorChange } from '../../hosts/libvirt/hypervisor.js';

const LOOK_EVERY_MS = 1_000;

export interface WaitOptions {
  vmId: string;
  changes: Observable<HypervisorChange>;
  /** When to give up, by `performance.now()`: a clock that jumps ends no wait. */
  until: number;
  signal: AbortSignal;
}

/**
 * Resolves with whether the condition came true in time. It is checked after every change of the VM, and every second, since
 * changes are missed while libvirt is not connected. While libvirt cannot be asked it counts as not true yet. Rejects with
 * the signal's reason.
 */
export async function waitFor(condition: () => Promise<boolean>, options: WaitOptions): Promise<boolean> {
  const { vmId, changes, until, signal } = options;
  for (;;) {
    signal.throwIfAborted();
    if (await condition().catch(notYet)) return true;
    if (performance.now() >= until) return false;
    const changed = changes.pipe(filter((change) => change.kind === 'synchronise' || change.vmId === vmId));
    await unlessAborted(firstValueFrom(merge(changed, timer(LOOK_EVERY_MS)).pipe(take(1))), signal);
  }
}

function notYet(error: unknown): false {
  if (error instanceof ProblemError && error.code === 'libvirt-unavailable') return false;
  throw error;
}
