import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type LibvirtConnection } from '@vm-manager/libvirt-rpc';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../testing/until.js';
import { LibvirtConnection as Connection } from './libvirt-connection.js';
import { domainName } from './hypervisor.js';
import { RpcMeters, toReading } from './rpc-meters.js';

const vmId = randomUUID();
const domainXml = (disk: string) => `<domain type='qemu'>
  <name>${domainName(vmId)}</name><uuid>${vmId}</uuid>
  <memory unit='MiB'>64</memory><vcpu>2</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'><source file='${disk}'/><target dev='vda' bus='virtio'/></disk>
    <memballoon model='virtio'/>
  </devices>
</domain>`;

describe('meters, through libvirtd', () => {
  const libvirt = new Connection('qemu:///system');
  const meters = new RpcMeters(libvirt);
  let admin: LibvirtConnection;
  let folder: string;
  let disk: string;

  beforeAll(async () => {
    admin = await connect({ uri: 'qemu:///system' });
    folder = await mkdtemp(join(tmpdir(), 'vmm-meters-'));
    // QEMU runs as a user of its own and must get through.
    await chmod(folder, 0o755);
    disk = join(folder, 'disk.img');
    await writeFile(disk, Buffer.alloc(2 ** 20));
  });
  afterAll(async () => {
    await admin.close();
    await libvirt.close();
    await rm(folder, { recursive: true });
  });

  it('are read of a machine as long as it runs, and ask its driver for its memory', async () => {
    const read = async () => (await meters.read()).find((reading) => reading.vmId === vmId);
    expect(await read()).toBeUndefined();
    const running = await admin.domains.createXml(domainXml(disk));
    try {
      const first = await read();
      expect(first).toMatchObject({ vmId, run: running.id, vcpus: 2, networkInBytes: 0 });
      expect(first?.memoryMiB).toBeGreaterThan(0);
      expect(first?.memoryMiB).toBeLessThanOrEqual(64);
      const second = await read();
      expect(second?.cpuSeconds).toBeGreaterThanOrEqual(first?.cpuSeconds ?? Infinity);
      await until('its driver is asked', async () =>
        (await admin.domains.getXml(running)).includes("<stats period='10'/>"),
      );
    } finally {
      await admin.domains.destroy(running);
    }
    expect(await read()).toBeUndefined();
  });
});

describe('a reading', () => {
  const ref = { id: 3, uuid: vmId };
  const disks = [{ name: 'vda', readBytes: 10, writtenBytes: 20 }, { name: 'sda' }];
  const whole = { cpuTime: 2_500_000_000n, vcpus: 2, disks, interfaces: [] };

  it('has the memory without caches as the guest says, else what it takes of the host', () => {
    const used = (memory: object) => toReading(ref, { ...whole, memory })?.memoryMiB;
    const MIB = 1024;
    expect(used({ current: 512 * MIB, available: 480 * MIB, unused: 100 * MIB, usable: 300 * MIB })).toBe(
      180,
    );
    expect(used({ current: 512 * MIB, available: 480 * MIB, unused: 100 * MIB })).toBe(380);
    // A guest can say anything.
    expect(used({ current: 512 * MIB, available: 2 ** 60, unused: 0 })).toBe(512);
    expect(used({ current: 512 * MIB, rss: 200 * MIB })).toBe(200);
    expect(used({ current: 512 * MIB, rss: 900 * MIB })).toBe(512);
  });

  it('sums up what there is of each kind', () => {
    expect(toReading(ref, { ...whole, memory: { current: 1024 } })).toMatchObject({
      ...{ cpuSeconds: 2.5, diskReadBytes: 10, diskWrittenBytes: 20, networkInBytes: 0 },
    });
  });

  it('of a machine that gives half of it is none', () => {
    const memory = { current: 1024 };
    expect(toReading(ref, { ...whole, memory, disks: [] })).toBeNull();
    expect(toReading(ref, { memory, vcpus: 2, disks, interfaces: [] })).toBeNull();
  });
});
