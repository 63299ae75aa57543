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
  nextVcpus?: number | null;
  nextMemoryMiB?: number | null;
}

/** What a VM counts in each dimension; `runs` says so where its state does not. */
export function chargeOf(vm: ChargedVm, runs: boolean): Usage {
  const vcpus = Math.max(vm.vcpus, vm.nextVcpus ?? 0);
  const memoryMiB = Math.max(vm.memoryMiB, vm.nextMemoryMiB ?? 0);
  const isRunning = runsIn(vm.state) ?? runs;
  return {
    vms: 1,
    vcpus,
    memoryMiB,
    diskGiB: vm.diskGiB,
    runningVcpus: isRunning ? vcpus : 0,
    runningMemoryMiB: isRunning ? memoryMiB : 0,
  };
}
