/** Memory in MiB. */
export interface MachineSize {
  vcpus: number;
  memoryMiB: number;
}

/** Memory is added to a running machine in such pieces: a guest's Linux takes no smaller ones. */
export const MEMORY_PIECE_MIB = 128;

/** What a VM is to be from its next start on. `most` is what it can be given while it runs. */
export interface MachineSettings extends MachineSize {
  name: string;
  most: MachineSize;
}

/** Processors, memory and disk of a VM. Every call can be repeated. */
export abstract class Hardware {
  /** What it has now; what it starts with while it is off. Null when there is no such machine. */
  abstract sizeOf(vmId: string): Promise<MachineSize | null>;
  /** For the next start; a running machine stays as it is. */
  abstract configure(vmId: string, settings: MachineSettings): Promise<void>;
  /**
   * Gives a running machine as much of it as it can take while it runs, and takes nothing from it. What it cannot take is no
   * error: `sizeOf` tells.
   */
  abstract plugIn(vmId: string, size: MachineSize): Promise<void>;
  /** Resolves with whether the disk had to grow. Not for one whose memory is saved. */
  abstract growDisk(vmId: string, gib: number): Promise<boolean>;
}
