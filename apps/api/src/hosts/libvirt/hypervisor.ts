import type { Duplex } from 'node:stream';
import type { Observable } from 'rxjs';

/**
 * `paused` was paused on the host, `asleep` by the guest itself, `stalled` because its disk takes no more writes, `crashed` has
 * a guest that gave up; all four still hold their memory. `saved` is switched off with its memory on disk; `absent` is not
 * defined on the host.
 */
export type Power = 'running' | 'paused' | 'asleep' | 'stalled' | 'crashed' | 'saved' | 'off' | 'absent';

/** A domain that VM Manager made, this installation or another one: its description says which. */
export interface OwnedDomain {
  vmId: string;
  ownerId: string;
  installationId: string;
  power: Exclude<Power, 'absent'>;
}

/**
 * Something happened to a VM; `woken` means that its guest goes on where it stood, its clock behind. Or (`synchronise`) anything may have
 * happened while nobody listened.
 */
export type HypervisorChange =
  { kind: 'power' | 'reboot' | 'guest-ready' | 'woken'; vmId: string } | { kind: 'synchronise' };

/** Where a VM's screen is at this moment, with the VNC password that only the console gateway uses. */
export type Screen = ({ host: string; port: number } | { socketPath: string }) & { password: string | null };

/** In the environment of each process that works on a VM: by it one is found again whose parent is gone. */
export const VM_MARK = 'VMM_VM_ID';

/** What the host itself has, whoever uses it. `memoryUsedMiB` is null when it does not say. */
export interface NodeResources {
  cores: number;
  memoryMiB: number;
  memoryUsedMiB: number | null;
}

/** Of libvirt, and of what runs the machines. */
export interface HostVersions {
  libvirtVersion: string;
  hypervisorVersion: string;
}

/** The host's virtual machines. VMs go by our ids; libvirt's words never leave this folder. Every call can be repeated. */
export abstract class Hypervisor {
  /** Changes of any VM on the host, as they happen. */
  abstract readonly changes: Observable<HypervisorChange>;

  /** Rejects, without waiting, when the host cannot be asked. */
  abstract check(): Promise<void>;
  abstract resources(): Promise<NodeResources>;
  abstract versions(): Promise<HostVersions>;
  /** Another one after each boot of the host. */
  abstract bootId(): Promise<string>;
  /** All domains on the host that any installation of VM Manager made. */
  abstract list(): Promise<OwnedDomain[]>;
  abstract powerOf(vmId: string): Promise<Power>;
  /** Whether the domain is all that it was to be: whoever made it may have been killed before it had its network. */
  abstract isWhole(vmId: string): Promise<boolean>;
  /** On a network of others: it may use no other address than its own. */
  abstract forbidSpoofing(vmId: string): Promise<void>;
  /** Switches on; a saved VM goes on where it was. */
  abstract start(vmId: string): Promise<void>;
  /** Asks the guest to stop, by its agent, else by the power button; returns without waiting. */
  abstract requestShutdown(vmId: string): Promise<void>;
  abstract requestReboot(vmId: string): Promise<void>;
  /** Pulls the plug; one that is saved forgets its memory. */
  abstract forceOff(vmId: string): Promise<void>;
  abstract reset(vmId: string): Promise<void>;
  /** Writes the memory to disk and frees it. */
  abstract save(vmId: string): Promise<void>;
  /** Lets go on one that is paused, asleep or stalled. */
  abstract unpause(vmId: string): Promise<void>;
  /** Stops and forgets the domain with its saved memory; its disks stay. */
  abstract remove(vmId: string): Promise<void>;
  /** The IPv4 address the VM got on its network, null while it has none. */
  abstract addressOf(vmId: string): Promise<string | null>;
  /** Rejects with `screen-unavailable` when the VM shows none. */
  abstract screenOf(vmId: string): Promise<Screen>;
  /** The first serial line, both ways, until the machine is off; a line has one client at a time, the next is refused. */
  abstract openSerialLine(vmId: string): Promise<Duplex>;
  /** A PNG of the screen; rejects with `screen-unavailable`. */
  abstract pictureOf(vmId: string): Promise<Buffer>;
}

/** What a VM is called on the host. */
export const domainName = (vmId: string) => `vmm-${vmId}`;
