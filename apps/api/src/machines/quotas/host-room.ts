/** Kept for the host itself. */
const RESERVED_MEMORY_MIB = 2048;

/** What a host has. `vmDisksGiB` is the space that the disks of this installation's VMs take now. */
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
 * How much disk may be promised: what is free now, and what the disks of our VMs take. Measured by what is free
 * alone, a promise would count a second time as soon as the disk is filled.
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
