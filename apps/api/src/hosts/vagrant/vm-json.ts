import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Box, MachineUpdate, MachineSpec } from './provisioner.js';

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
    os: machine.os,
    communicator: machine.communicator,
    box: { name: machine.box.name, version: machine.box.version },
    ...changeable(machine),
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

/** What may change of it later. */
export const changeable = ({ hostName, vcpus, memoryMiB, diskGiB, most }: MachineUpdate) => {
  return { name: hostName, vcpus, memoryMiB, diskGiB, most };
};

/** Null when somebody has removed it: the machine runs without it. */
export async function readVmJson(folder: string): Promise<object | null> {
  const text = await readFile(join(folder, 'vm.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : (JSON.parse(text) as object);
}

const WithBox = z.object({ box: z.object({ name: z.string(), version: z.string() }) });

/** The box that the machine in this folder is or will be made from; null when the folder does not say. */
export async function boxIn(folder: string): Promise<Pick<Box, 'name' | 'version'> | null> {
  return WithBox.safeParse(await readVmJson(folder)).data?.box ?? null;
}

/** In the machine's folder, random per VM, mode 0600. */
export const KEY_FILE = 'management_key';

const EMULATED_CPU = { mode: 'custom', model: 'qemu64' };
