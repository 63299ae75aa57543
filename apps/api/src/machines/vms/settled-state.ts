import type { VmState } from '@vm-manager/contracts';
import type { StoredProblem } from '../../jobs/stored-problem.js';
import type { Power } from '../../hosts/libvirt/hypervisor.js';
import type { VmEntity } from './vm.entity.js';

const OWNED_BY_JOBS: ReadonlySet<VmState> = new Set<VmState>(['queued', 'creating', 'failed', 'deleting']);

export type Settled = Pick<VmEntity, 'state' | 'problem'>;

/** The state of a VM, from its record, from its power and from whether it has a job under way. */
export function settledState(vm: Settled, power: Power, busy: boolean): Settled {
  const isBack = vm.state === 'failed' && vm.problem?.code === 'machine-gone' && power !== 'absent';
  if (OWNED_BY_JOBS.has(vm.state) && !isBack) return { state: vm.state, problem: vm.problem };
  const state = stateAt(vm.state, power, busy);
  return { state, problem: problemAt(state, power) };
}

/** While a job works on it, the machine is on its way: only arriving ends that. */
function stateAt(state: VmState, power: Power, busy: boolean): VmState {
  if (busy && state === 'restoring') return state;
  switch (power) {
    case 'running':
    case 'stalled':
    case 'crashed':
      return busy && state === 'stopping' ? state : 'running';
    case 'off':
      return busy && state === 'starting' ? state : 'stopped';
    case 'saved':
      return busy && state === 'starting' ? state : 'suspended';
    case 'paused':
    case 'asleep':
      return busy && (state === 'starting' || state === 'stopping') ? state : 'suspended';
    case 'absent':
      return busy ? state : 'failed';
  }
}

function problemAt(state: VmState, power: Power): StoredProblem | null {
  if (power === 'stalled') return { code: 'machine-stalled', params: {} };
  if (power === 'crashed') return { code: 'machine-crashed', params: {} };
  if (power === 'asleep' && state === 'suspended') return { code: 'machine-asleep', params: {} };
  if (power === 'paused' && state === 'suspended') return { code: 'machine-paused', params: {} };
  if (power === 'absent' && state === 'failed') return { code: 'machine-gone', params: {} };
  return null;
}
