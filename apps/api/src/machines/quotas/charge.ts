import { runsIn, type Usage, type VmState } from '@vm-manager/contracts';

/** What a VM's charge depends on. `atNextStart`: a size that is granted and waits for the machine to be switched off. */
export interface ChargedVm {
  id: string;
  ownerId: string;
  groupId: string | null;
  host: string;
  state: VmState;
  vcpus: number;
  memoryMiB: number;
  diskGiB: number;
  /** What its restore points take. */
  pointsGiB?: number;
  nextVcpus?: number | null;
  nextMemoryMiB?: number | null;
  /** What is wrong with it. Suspended for another reason than that its memory is on disk, it still holds it. */
  problem?: unknown;
  /** Set for one in the bin: it counts its disk, and what it holds while it still runs. */
  goneAt?: Date | null;
  /** Made only to be switched off again. */
  madeOff?: boolean;
}

/** What a VM counts in each dimension; `runs` says so where its state does not. */
export function chargeOf(vm: ChargedVm, runs: boolean): Usage {
  const vcpus = Math.max(vm.vcpus, vm.nextVcpus ?? 0);
  const memoryMiB = Math.max(vm.memoryMiB, vm.nextMemoryMiB ?? 0);
  const isRunning = isUp(vm) ?? runs;
  const isInUse = (vm.goneAt ?? null) === null;
  return {
    vms: isInUse ? 1 : 0,
    vcpus: isInUse ? vcpus : 0,
    memoryMiB: isInUse ? memoryMiB : 0,
    diskGiB: vm.diskGiB + (vm.pointsGiB ?? 0),
    runningVcpus: isRunning ? vcpus : 0,
    runningMemoryMiB: isRunning ? memoryMiB : 0,
  };
}

function isUp({ state, problem, madeOff }: ChargedVm): boolean | null {
  if (madeOff && (state === 'queued' || state === 'creating')) return false;
  if (state === 'suspended' && problem) return true;
  return runsIn(state);
}
