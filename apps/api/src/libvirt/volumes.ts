/** The disks in the storage pool. Every call can be repeated. */
export abstract class Volumes {
  /** Names of all volumes in the pool. */
  abstract names(): Promise<string[]>;
  abstract remove(name: string): Promise<void>;
  /** Puts a qcow2 file into the pool under this name, in place of what is there; `progress` is told 0 to 1. */
  abstract importImage(
    name: string,
    file: string,
    options: { signal: AbortSignal; progress: (share: number) => void },
  ): Promise<void>;
}

/** Whether a volume is a disk of this VM: vagrant-libvirt names the disks after the domain. */
export const isDiskOf = (vmId: string, volume: string) =>
  volume.startsWith(`vmm-${vmId}`) && /^(\.img|-vd[a-z]+\.\w+)$/.test(volume.slice(`vmm-${vmId}`.length));
