import type { VmState } from '@vm-manager/contracts';
import type { Power } from '../libvirt/hypervisor.js';

const OWNED_BY_JOBS: ReadonlySet<VmState> = new Set<VmState>(['queued', 'creating', 'failed', 'deleting']);

/** What a VM's state is, given what its record says, what the hypervisor says, and whether a job of it is under way. */
export function settledState(state: VmState, power: Power, busy: boolean): VmState {
  if (OWNED_BY_JOBS.has(state)) return state;
  // While a job works on it, the machine is on its way: only arriving ends that.
  switch (power) {
    case 'running':
      return busy && state === 'stopping' ? state : 'running';
    case 'off':
      return busy && state === 'starting' ? state : 'stopped';
    case 'saved':
      return busy && state === 'starting' ? state : 'suspended';
    case 'paused':
      return busy && (state === 'starting' || state === 'stopping') ? state : 'suspended';
    case 'absent':
      return busy ? state : 'failed';
  }
}
