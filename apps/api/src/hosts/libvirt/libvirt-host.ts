import type { FakeHost } from '../fake-host/fake-host.js';
import type { DiskCopies } from './disk-copies.js';
import type { ForeignMachines } from './foreign-machines.js';
import type { Guest } from './guest.js';
import type { Hardware } from './hardware.js';
import type { Hypervisor } from './hypervisor.js';
import type { MachinePoints } from './machine-points.js';
import type { Meters } from './meters.js';
import type { PrivateNetworks } from './private-networks.js';
import type { Volumes } from './volumes.js';

/** What goes through a host's libvirt, or through what pretends to be it. */
export interface LibvirtHost {
  readonly machines: Hypervisor;
  readonly foreign: ForeignMachines;
  readonly hardware: Hardware;
  readonly guests: Guest;
  readonly meters: Meters;
  readonly points: MachinePoints;
  readonly volumes: Volumes;
  readonly networks: PrivateNetworks;
  /** Its name where that is known without asking it; null for the host behind `LIBVIRT_URI`, which alone can tell its own. */
  readonly givenName: string | null;
  readonly copies: DiskCopies;
  /** Where nothing but files stands behind it. */
  readonly pretended?: FakeHost;
  /** Its name, by which VMs record it; rejects with `libvirt-unavailable` while it has never been asked. */
  name(): Promise<string>;
  /** Begins to listen to what happens there; resolves also when it is not to be reached yet. */
  open(): Promise<void>;
  close(): Promise<void>;
}
