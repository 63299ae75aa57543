import type { Power } from './hypervisor.js';

/** A machine on the host that another program had made. Memory in MiB, disk in GiB. */
export interface ForeignMachine {
  /** libvirt's own id of it: the id of the VM that it may become. */
  id: string;
  name: string;
  power: Exclude<Power, 'absent'>;
  vcpus: number;
  memoryMiB: number;
  /** Of the disk that the system is on. */
  diskGiB: number;
  /** Its disks in the storage pool. What they stand on is not its own. */
  volumes: string[];
  /** Its disks that are somewhere else. */
  otherDisks: string[];
  networks: string[];
  /** Which installation of VM Manager it belongs to already. */
  installationId: string | null;
}

/** Whose it becomes, under which title and on which network. */
export interface Adoption {
  ownerId: string;
  installationId: string;
  title: string;
  network: string;
}

/** Machines of others, made ours. Every call can be repeated. */
export abstract class ForeignMachines {
  /** Null when no machine has this name. */
  abstract find(name: string): Promise<ForeignMachine | null>;
  /**
   * Gives it our name, description, network and screen. What a machine that runs or is saved cannot take goes on as it is until it
   * is off: then once more. Disks stay where they are. Resolves with whether all is done.
   */
  abstract adopt(id: string, adoption: Adoption): Promise<boolean>;
}
