/** Kept for the host itself. */
const RESERVED_MEMORY_MIB = 2048;

/** What a host has. `vmDisksGiB`: what the disks of this installation's VMs take of it already. */
export interface HostResources {
  host: string;
  cores: number;
  memoryMiB: number;
  memoryUsedMiB: number | null;
  diskFreeGiB: number;
  vmDisksGiB: number;
}

/** A host, and what may be promised of it. */
export interface HostRoom extends HostResources {
  limits: { runningVcpus: number; runningMemoryMiB: number; diskGiB: number };
}

/**
 * Disk is promised out of what was free before the VMs' disks grew: what is free now and what they take by now. By what is free alone a
 * promise would count a second time as soon as it is used.
 */
export function roomOf(
  resources: HostResources,
  overcommit: { cpuOvercommit: number; diskOvercommit: number },
): HostRoom {
  const { cores, memoryMiB, diskFreeGiB, vmDisksGiB } = resources;
  return {
    ...resources,
    limits: {
      runningVcpus: Math.floor(cores * overcommit.cpuOvercommit),
      runningMemoryMiB: Math.max(0, memoryMiB - RESERVED_MEMORY_MIB),
      diskGiB: Math.floor((diskFreeGiB + vmDisksGiB) * overcommit.diskOvercommit),
    },
  };
}
