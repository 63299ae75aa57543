/** What a new restore point is to hold. */
export interface PointOptions {
  /** With the memory of a machine that runs; without it such a machine goes on from its disk alone, as after a power cut. */
  withMemory: boolean;
  /** Gives up writing the memory. */
  signal: AbortSignal;
}

/**
 * Restore points of machines, kept inside their disk images. A point has the whole definition of the machine of its time: its
 * processors, its memory, the size of its disk. Every call can be repeated.
 */
export abstract class MachinePoints {
  /** The ids of the machine's points. */
  abstract list(vmId: string): Promise<string[]>;
  /** Of a machine that runs or is off. Rejects with `no-restore-points` when there can be none of it. */
  abstract make(vmId: string, pointId: string, options: PointOptions): Promise<void>;
  /** Whatever the machine does at the time; then it runs if the point has its memory, else it is off. */
  abstract goBackTo(vmId: string, pointId: string): Promise<void>;
  abstract remove(vmId: string, pointId: string): Promise<void>;
  /** What the machine's image takes on the host's disk now, with all its points. */
  abstract takenMiB(vmId: string): Promise<number>;
}
