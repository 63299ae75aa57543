/** What is free where the disks lie, and what each volume takes there now. */
export interface PoolSpace {
  freeBytes: number;
  volumes: { name: string; bytes: number }[];
}

/** A volume, what it takes now, and the name of the volume that it stands on. */
export interface Layer {
  name: string;
  bytes: number;
  base: string | null;
}

/** What must really be free in the pool when a machine starts: its image grows while it runs. */
export const FREE_DISK_GIB = 5;

/** The disks in the storage pool. Every call can be repeated. */
export abstract class Volumes {
  /** Names of all volumes in the pool. */
  abstract names(): Promise<string[]>;
  abstract space(): Promise<PoolSpace>;
  /** All volumes with the one that each stands on; null for those that stand on none. */
  abstract layers(): Promise<Layer[]>;
  abstract freeBytes(): Promise<number>;
  abstract remove(name: string): Promise<void>;
  /** Puts a qcow2 file into the pool under this name, in place of what is there; `progress` is told 0 to 1. */
  abstract importImage(
    name: string,
    file: string,
    options: { signal: AbortSignal; progress: (share: number) => void },
  ): Promise<void>;
}

const DISK = /^vmm-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\.img|-vd[a-z]+\.\w+)$/;

/** Whose disk a volume is, null when it is none: vagrant-libvirt names the disks after the domain. */
export const vmIdOfDisk = (volume: string) => DISK.exec(volume)?.[1] ?? null;
