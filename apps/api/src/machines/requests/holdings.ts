import type { SetLimits } from '@vm-manager/contracts';
import type { VmSize } from '../vms/vm-size.js';

const DIMENSIONS = ['vcpus', 'memoryMiB', 'diskGiB'] as const;

/** An approval that holds a VM above its own size. */
export interface Holding {
  id: string;
  base: SetLimits;
  grant: SetLimits;
  /** Not so when its vCPU and memory have been given back: only the disk stays. */
  holdsAll: boolean;
}

/** The VM's size without any of its approvals. */
export function baseOf(current: VmSize, holdings: readonly Holding[]): VmSize {
  return perDimension((dimension) => {
    const bases = holdings.filter((holding) => holds(holding, dimension)).map(({ base }) => base[dimension]);
    return Math.min(current[dimension], ...bases.filter((amount) => typeof amount === 'number'));
  });
}

/** What is left of the VM when only these still hold it. A disk never shrinks. */
export function sizeHeldBy(current: VmSize, base: VmSize, rest: readonly Holding[]): VmSize {
  const held = perDimension((dimension) =>
    Math.max(base[dimension], ...rest.map(({ grant }) => grant[dimension] ?? 0)),
  );
  return {
    vcpus: Math.min(current.vcpus, held.vcpus),
    memoryMiB: Math.min(current.memoryMiB, held.memoryMiB),
    diskGiB: current.diskGiB,
  };
}

/**
 * How much each approval adds to its owner's quota: exactly what the VM has above its own size, so that nothing is
 * taken from the owner's other VMs. Of two approvals for one VM, the larger adds only the difference. An approved
 * size that the owner has reduced since adds nothing.
 */
export function onTopOf(size: VmSize, base: VmSize, holdings: readonly Holding[]): Map<string, SetLimits> {
  const added = new Map<string, SetLimits>(holdings.map(({ id }) => [id, {}]));
  for (const dimension of DIMENSIONS) {
    let level = base[dimension];
    const holding = holdings.filter((each) => holds(each, dimension));
    for (const { id, grant } of holding.toSorted(
      (one, other) => (one.grant[dimension] ?? 0) - (other.grant[dimension] ?? 0),
    )) {
      const amount = Math.min(grant[dimension] ?? 0, size[dimension]);
      if (amount <= level) continue;
      added.set(id, { ...added.get(id), ...asQuota(dimension, amount - level) });
      level = amount;
    }
  }
  return added;
}

const holds = ({ grant, holdsAll }: Holding, dimension: keyof VmSize) =>
  typeof grant[dimension] === 'number' && (holdsAll || dimension === 'diskGiB');

function asQuota(dimension: keyof VmSize, amount: number): SetLimits {
  if (dimension === 'vcpus') return { vcpus: amount, runningVcpus: amount };
  return dimension === 'memoryMiB' ? { memoryMiB: amount, runningMemoryMiB: amount } : { diskGiB: amount };
}

const perDimension = (amount: (dimension: keyof VmSize) => number): VmSize => ({
  vcpus: amount('vcpus'),
  memoryMiB: amount('memoryMiB'),
  diskGiB: amount('diskGiB'),
});
