/** What a machine is made of; written to `vm.json`, so nothing in it is secret. Memory in MiB, disk in GiB. */
export interface MachineSpec {
  vmId: string;
  installationId: string;
  ownerId: string;
  hostName: string;
  os: 'debian' | 'windows';
  /** How Vagrant knows that it has booted. */
  communicator: 'ssh' | 'winssh';
  box: Box;
  vcpus: number;
  memoryMiB: number;
  diskGiB: number;
  /** What it can be given while it runs. */
  most: { vcpus: number; memoryMiB: number };
  network: string;
  hardware: { video: string; tablet: string; firmware?: string; tpm?: boolean; clipboard?: boolean };
  bootTimeoutSeconds: number;
}

/** What may change of a machine that was made. */
export type MachineUpdate = Pick<MachineSpec, 'hostName' | 'vcpus' | 'memoryMiB' | 'diskGiB' | 'most'>;

/** A Vagrant box: the image that a template starts from. */
export interface Box {
  /** The baked `.box` file. */
  file: string;
  name: string;
  version: string;
}

export interface MakeOptions {
  signal: AbortSignal;
  /** A line of the tool's own output, for the job's log. */
  log: (line: string) => void;
  /** How far it is, 0 to 1. */
  progress: (share: number) => void;
}

/** Makes machines. What runs afterwards is the hypervisor's. */
export abstract class Provisioner {
  /** Writes the machine's working folder; can be repeated. */
  abstract prepareFolder(folder: string, machine: MachineSpec): Promise<void>;
  /** Brings the working folder in line with a machine that was changed; the rest stays, its box among it. */
  abstract updateFolder(folder: string, change: MachineUpdate): Promise<void>;
  /** Makes the box known and returns its disk image and the name of the volume that machines start from. */
  abstract openBox(box: Box, options: MakeOptions): Promise<{ image: string; volume: string }>;
  /** Removes what `openBox` made. */
  abstract forgetBox(box: Pick<Box, 'name' | 'version'>): Promise<void>;
  /** Defines and boots the machine and waits until it can be logged in to. */
  abstract make(folder: string, machine: MachineSpec, options: MakeOptions): Promise<void>;
  /** Ends what an earlier process started for this VM and left behind. */
  abstract endStrayWork(vmId: string): Promise<void>;
}
