import type { MachineSpec } from './provisioner.js';

/** What is the same for all machines of this installation. */
export interface HostSettings {
  libvirtUri: string;
  storagePool: string;
  emulated: boolean;
  /** Whether addresses come from the network's own leases; on a school's bridge only the guest knows its address. */
  leases: boolean;
}

/** `vm.json`, which the one constant Vagrantfile reads (infra/vagrant). Nothing in it is secret. */
export function toVmJson(machine: MachineSpec, host: HostSettings, publicKey: string) {
  return {
    id: machine.vmId,
    installationId: machine.installationId,
    owner: machine.ownerId,
    name: machine.hostName,
    os: machine.os,
    box: { name: machine.box.name, version: machine.box.version },
    vcpus: machine.vcpus,
    memoryMiB: machine.memoryMiB,
    diskGiB: machine.diskGiB,
    network: { name: machine.network, leases: host.leases },
    hardware: machine.hardware,
    driver: host.emulated ? 'qemu' : 'kvm',
    cpu: host.emulated ? EMULATED_CPU : { mode: 'host-passthrough' },
    storagePool: host.storagePool,
    libvirtUri: host.libvirtUri,
    managementKey: { privatePath: KEY_FILE, public: publicKey },
    bootTimeoutSeconds: machine.bootTimeoutSeconds,
  };
}

/** In the machine's folder, random per VM, mode 0600. */
export const KEY_FILE = 'management_key';

const EMULATED_CPU = { mode: 'custom', model: 'qemu64' };
