/** What was counted of a running VM since it was switched on. */
export interface MeterReading {
  vmId: string;
  /** Another one after each start, with which all counters begin anew. */
  run: number;
  vcpus: number;
  /** Of all its vCPUs together. */
  cpuSeconds: number;
  /** The memory that the guest uses; what its process takes on the host when the guest does not say. */
  memoryMiB: number;
  diskReadBytes: number;
  diskWrittenBytes: number;
  /** As the guest sees it: what came to it. */
  networkInBytes: number;
  networkOutBytes: number;
}

/** Reads the counters of the host's machines. */
export abstract class Meters {
  /** Of all that run, in one call to the host; who cannot be read in full at this moment is left out. */
  abstract read(): Promise<MeterReading[]>;
}
