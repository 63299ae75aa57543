import type { Usage } from '@vm-manager/contracts';
import type { MachineSize } from '../../hosts/libvirt/hardware.js';
import type { Power } from '../../hosts/libvirt/hypervisor.js';
import { chargeOf, type ChargedVm } from '../quotas/charge.js';

/** What the host says of a machine. */
export interface SeenMachine {
  power: Power;
  size: MachineSize | null;
}

/** A row of the ledger, as it is or as it should be. */
export type Charge = Pick<ChargedVm, 'ownerId' | 'groupId' | 'host'> & Usage;

/**
 * What the ledger should say of a VM, by its record and by the machine itself. A machine that is on its way counts as its
 * record says: it arrives or does not. `known` is what the ledger says, for one that is being deleted.
 */
export function expectedCharge(vm: ChargedVm, seen: SeenMachine, known: Usage | null): Charge {
  const settled =
    vm.state === 'running' || vm.state === 'stopped' || vm.state === 'suspended' || vm.state === 'failed';
  const runs = settled ? holdsMemory(seen.power) : (known?.runningVcpus ?? 0) > 0;
  const real = {
    ...vm,
    state: settled ? (runs ? ('running' as const) : ('stopped' as const)) : vm.state,
    vcpus: Math.max(vm.vcpus, seen.size?.vcpus ?? 0),
    memoryMiB: Math.max(vm.memoryMiB, seen.size?.memoryMiB ?? 0),
  };
  const { ownerId, groupId, host } = vm;
  return { ownerId, groupId, host, ...chargeOf(real, runs) };
}

const holdsMemory = (power: Power) => power !== 'off' && power !== 'saved' && power !== 'absent';
