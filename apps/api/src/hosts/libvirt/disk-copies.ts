import type { Readable } from 'node:stream';

export interface DiskCopy {
  /** Whether it holds only what has changed since the mark that was given. */
  changesOnly: boolean;
  /** From which the next copy can count, while the machine is there; null when its disk cannot keep such a mark. */
  mark: string | null;
}

export interface CopyOptions {
  /** The mark of the copy that the new one may build upon. */
  since: string | null;
  /** Takes the qcow2 image. */
  write(image: Readable): Promise<void>;
  /** How far it is, 0 to 1. */
  progress(share: number): void;
}

/** How a restored machine is defined: like the one that was copied, except for these. */
export interface BroughtBack {
  vmId: string;
  ownerId: string;
  installationId: string;
  network: string;
}

export interface BringBackOptions {
  /** A folder of the VM's own, where there is room for its disk meanwhile. */
  folder: string;
  signal: AbortSignal;
  /** How far it is, 0 to 1. */
  progress(share: number): void;
}

/** Copies of whole machines, for backups: of those that run as they are at one moment, as after a power cut. */
export abstract class DiskCopies {
  /** What the machine is, without the password of its screen; null when it is not there. */
  abstract definitionOf(vmId: string): Promise<string | null>;
  /** When the disk was written last, by the host's clock; null while it may be written at any moment. */
  abstract restingSince(vmId: string): Promise<string | null>;
  /** Copies the system's disk. */
  abstract copy(vmId: string, options: CopyOptions): Promise<DiskCopy>;
  /**
   * Puts the disk into the pool and defines the machine, switched off; can be repeated. `images` are the files of copies, the
   * whole one first, then those of changes in the order in which they were made.
   */
  abstract bringBack(
    machine: BroughtBack,
    copy: { definition: string; images: readonly string[] },
    options: BringBackOptions,
  ): Promise<void>;
}
