import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  allOf,
  connect,
  DomainXmlFlag,
  LibvirtErrorCode,
  type DomainRef,
  type LibvirtConnection,
  type StoragePoolRef,
} from '@vm-manager/libvirt-rpc';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MachineSettings } from './hardware.js';
import { absentAsNull, LibvirtConnection as Connection } from './libvirt-connection.js';
import { RpcHardware } from './rpc-hardware.js';

const GIB = 2 ** 30;
const vmId = randomUUID();
const unique = `api-spec-${vmId.slice(0, 8)}`;

/** Defined by someone who thought of no more than what it has. Nothing boots from its empty disk. */
const domainXml = (
  disk: string,
) => `<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>${unique}</name><uuid>${vmId}</uuid><title>before</title>
  <description>kept</description>
  <metadata><note xmlns='urn:spec'><![CDATA[<title>before</title>]]></note></metadata>
  <memory unit='MiB'>64</memory><vcpu cpuset='0'>1</vcpu>
  <sysinfo type='smbios'><oemStrings><entry>vmm:hostname=before</entry></oemStrings></sysinfo>
  <os><type arch='x86_64' machine='pc'>hvm</type><smbios mode='sysinfo'/></os>
  <features><acpi/><apic/></features>
  <cpu mode='custom'><model>qemu64</model></cpu>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/><source file='${disk}'/><target dev='vda' bus='virtio'/>
    </disk>
    <graphics type='vnc' passwd='geheim12'/>
  </devices>
  <qemu:commandline><qemu:env name='VMM_SPEC' value='&lt;kept&gt;'/></qemu:commandline>
</domain>`;

const settings = (vcpus: number, memoryMiB: number): MachineSettings => {
  return { name: 'after', vcpus, memoryMiB, most: { vcpus: 4, memoryMiB: 1024 } };
};

describe('a machine’s hardware, through libvirtd', () => {
  const libvirt = new Connection('qemu:///system');
  const hardware = new RpcHardware(libvirt);
  let admin: LibvirtConnection;
  let folder: string;
  let pool: StoragePoolRef;
  let domain: DomainRef;

  beforeAll(async () => {
    admin = await connect({ uri: 'qemu:///system' });
    folder = await mkdtemp(join(tmpdir(), 'vmm-pool-'));
    // QEMU runs as a user of its own and must get through.
    await chmod(folder, 0o755);
    const target = `<target><path>${folder}</path></target>`;
    pool = await admin.storagePools.createXml(`<pool type='dir'><name>${unique}</name>${target}</pool>`);
    const volume = `<volume><name>disk</name><capacity unit='GiB'>1</capacity><target><format type='qcow2'/></target></volume>`;
    await admin.storageVolumes.createXml(pool, volume);
    domain = await admin.domains.defineXml(domainXml(join(folder, 'disk')));
    await libvirt.client.whenConnected();
  });
  afterAll(async () => {
    await libvirt.close();
    await absentAsNull(admin.domains.destroy(domain), LibvirtErrorCode.operationInvalid);
    await admin.domains.undefine(domain);
    await admin.storagePools.destroy(pool);
    await admin.close();
    await rm(folder, { recursive: true });
  });

  const definition = () => admin.domains.getXml(domain, allOf(DomainXmlFlag.inactive, DomainXmlFlag.secure));
  const capacity = async () =>
    (await admin.storageVolumes.getInfo(await admin.storageVolumes.lookupByName(pool, 'disk'))).capacity;

  it('is set while it is off, and the rest of its definition stays', async () => {
    expect(await hardware.sizeOf(vmId)).toEqual({ vcpus: 1, memoryMiB: 64 });
    await hardware.configure(vmId, settings(2, 128));
    expect(await hardware.sizeOf(vmId)).toEqual({ vcpus: 2, memoryMiB: 128 });
    const xml = await definition();
    const kept = ['<title>after</title>', '<description>kept</description>', 'vmm:hostname=after'];
    for (const part of [...kept, "passwd='geheim12'"]) expect(xml).toContain(part);
    await hardware.configure(vmId, settings(2, 128));
    expect(await definition()).toBe(xml);
  });

  it('grows its disk while it is off, never shrinks it', async () => {
    expect(await hardware.growDisk(vmId, 2)).toBe(true);
    expect(await hardware.growDisk(vmId, 2)).toBe(false);
    expect(await hardware.growDisk(vmId, 1)).toBe(false);
    expect(await capacity()).toBe(2 * GIB);
  });

  it('takes more while it runs, in pieces, and its next start has it as plain memory', async () => {
    await admin.domains.create(domain);
    await hardware.configure(vmId, settings(3, 384));
    await hardware.plugIn(vmId, { vcpus: 3, memoryMiB: 384 });
    expect(await hardware.sizeOf(vmId)).toEqual({ vcpus: 3, memoryMiB: 384 });
    await hardware.plugIn(vmId, { vcpus: 3, memoryMiB: 384 + 100 });
    await hardware.plugIn(vmId, { vcpus: 5, memoryMiB: 1024 + 128 });
    expect(await hardware.sizeOf(vmId)).toEqual({ vcpus: 3, memoryMiB: 384 });
    expect(await definition()).not.toContain('dimm');
  });

  it('keeps what it has while it runs', async () => {
    await hardware.configure(vmId, settings(1, 128));
    await hardware.plugIn(vmId, { vcpus: 1, memoryMiB: 128 });
    expect(await hardware.sizeOf(vmId)).toEqual({ vcpus: 3, memoryMiB: 384 });
  });

  it('grows its disk while it runs', async () => {
    expect(await hardware.growDisk(vmId, 3)).toBe(true);
    expect(await hardware.growDisk(vmId, 3)).toBe(false);
    expect((await admin.domains.getBlockInfo(domain, 'vda')).capacity).toBe(3 * GIB);
  });

  it('has what was set when it has been switched off', async () => {
    await admin.domains.destroy(domain);
    expect(await hardware.sizeOf(vmId)).toEqual({ vcpus: 1, memoryMiB: 128 });
    expect(await hardware.growDisk(vmId, 3)).toBe(false);
  });

  it('is nothing where there is no machine', async () => {
    const nobody = randomUUID();
    expect(await hardware.sizeOf(nobody)).toBeNull();
    expect(await hardware.growDisk(nobody, 5)).toBe(false);
    await hardware.configure(nobody, settings(1, 128));
    await hardware.plugIn(nobody, { vcpus: 1, memoryMiB: 128 });
  });
});
