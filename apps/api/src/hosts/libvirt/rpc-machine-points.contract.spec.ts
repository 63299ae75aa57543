import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  connect,
  type DomainRef,
  type LibvirtConnection,
  type StoragePoolRef,
} from '@vm-manager/libvirt-rpc';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Environment } from '../../foundation/config/environment.js';
import { GuestAgents } from './guest-agents.js';
import { domainName } from './hypervisor.js';
import { LibvirtConnection as Connection } from './libvirt-connection.js';
import { RpcDiskCopies } from './rpc-disk-copies.js';
import { RpcHardware } from './rpc-hardware.js';
import { RpcHypervisor } from './rpc-hypervisor.js';
import { RpcMachinePoints } from './rpc-machine-points.js';
import { RpcVolumes } from './rpc-volumes.js';

const libvirtUri = 'qemu:///system';
const storagePool = `api-spec-${randomUUID().slice(0, 8)}`;
const MIB = 2 ** 20;
const DISK = 16 * MIB;
/** The first disk, as QEMU calls the device: only its holder may write. */
const DEVICE = '/machine/peripheral/virtio-disk0/virtio-backend';

describe('restore points of machines, through libvirtd', () => {
  const libvirt = new Connection(libvirtUri);
  const machines = new RpcHypervisor(libvirt, new GuestAgents(libvirt));
  const hardware = new RpcHardware(libvirt);
  const points = new RpcMachinePoints(libvirt);
  const { signal } = new AbortController();
  const ids: string[] = [];
  let admin: LibvirtConnection;
  let folder: string;
  let pool: StoragePoolRef;
  let copies: RpcDiskCopies;

  beforeAll(async () => {
    admin = await connect({ uri: libvirtUri });
    folder = await mkdtemp(join(tmpdir(), 'vmm-pool-'));
    // QEMU runs as a user of its own and must get through.
    await chmod(folder, 0o755);
    pool = await admin.storagePools.createXml(
      `<pool type='dir'><name>${storagePool}</name><target><path>${folder}</path></target></pool>`,
    );
    const environment = { libvirtUri, storagePool, dataDir: folder } as Environment;
    copies = new RpcDiskCopies(libvirt, new RpcVolumes(libvirt, environment), environment);
    await libvirt.client.whenConnected();
  });
  afterAll(async () => {
    for (const id of ids) await machines.remove(id);
    await libvirt.close();
    await admin.storagePools.destroy(pool);
    await admin.close();
    await rm(folder, { recursive: true });
  });

  /** It boots nothing; what is on its disk is written by QEMU. */
  async function machine(compat = '1.1'): Promise<string> {
    const id = randomUUID();
    const xml = `<volume><name>${domainName(id)}.img</name><capacity>${DISK}</capacity><target><format type='qcow2'/><compat>${compat}</compat></target></volume>`;
    const disk = await admin.storageVolumes.createXml(pool, xml);
    await admin.domains.defineXml(
      `<domain type='qemu'><name>${domainName(id)}</name><uuid>${id}</uuid><memory unit='MiB'>32</memory><vcpu>1</vcpu>
         <os><type arch='x86_64' machine='pc'>hvm</type></os><devices>
         <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${disk.key}'/><target dev='vda'/></disk>
         <graphics type='vnc' passwd='geheim12'/></devices></domain>`,
    );
    ids.push(id);
    return id;
  }
  const ref = (id: string): Promise<DomainRef> => admin.domains.lookupByUuid(id);
  const write = async (id: string, byte: number) => {
    for (const command of [`write -P ${byte} 0 ${2 * MIB}`, 'flush'])
      expect(
        await admin.qemuMonitor.command(await ref(id), 'human-monitor-command', {
          'command-line': `qemu-io -d ${DEVICE} "${command}"`,
        }),
      ).toBe('');
  };
  const diskOf = (id: string) => admin.storageVolumes.lookupByName(pool, `${domainName(id)}.img`);
  /** The first byte on its disk, with which it is switched off. */
  async function written(id: string): Promise<number> {
    await machines.forceOff(id);
    const raw = `<volume><name>${randomUUID()}.raw</name><capacity>${DISK}</capacity><target><format type='raw'/></target></volume>`;
    const clone = await admin.storageVolumes.cloneXml(pool, raw, await diskOf(id));
    const content = await buffer(await admin.storageVolumes.download(clone));
    await admin.storageVolumes.delete(clone);
    return content[0]!;
  }
  const point = (id: string, withMemory: boolean, name = randomUUID()) =>
    points.make(id, name, { withMemory, signal }).then(() => name);

  it('of one that runs bring it back running, with what was on its disk', async () => {
    const id = await machine();
    await machines.start(id);
    await write(id, 1);
    const made = await point(id, true);
    await point(id, true, made);
    expect(await points.list(id)).toEqual([made]);
    await write(id, 2);
    await points.goBackTo(id, made);
    expect(await machines.powerOf(id)).toBe('running');
    expect(await machines.screenOf(id)).toMatchObject({ password: 'geheim12' });
    expect(await written(id)).toBe(1);
    await points.goBackTo(id, made);
    await points.goBackTo(id, made);
    expect([await machines.powerOf(id), await written(id)]).toEqual(['running', 1]);
  });

  it('of its disk alone bring it back switched off, and cost nothing until something changes', async () => {
    const id = await machine();
    await machines.start(id);
    await write(id, 1);
    const before = await points.takenMiB(id);
    const made = await point(id, false);
    await point(id, false, made);
    expect((await points.takenMiB(id)) - before).toBeLessThanOrEqual(1);
    await write(id, 2);
    expect((await points.takenMiB(id)) - before).toBeGreaterThanOrEqual(1);
    expect(await written(id)).toBe(2);
    await machines.start(id);
    await points.goBackTo(id, made);
    expect([await machines.powerOf(id), await written(id)]).toEqual(['off', 1]);
  });

  it('have the size of their time', async () => {
    const id = await machine();
    const small = await point(id, false);
    await hardware.growDisk(id, 1);
    await hardware.configure(id, {
      ...{ name: 'm', vcpus: 2, memoryMiB: 64, most: { vcpus: 2, memoryMiB: 64 } },
    });
    const large = await point(id, false);
    await points.goBackTo(id, small);
    const disk = async () => (await admin.storageVolumes.getInfo(await diskOf(id))).capacity;
    expect([await hardware.sizeOf(id), Number(await disk())]).toEqual([{ vcpus: 1, memoryMiB: 32 }, DISK]);
    await points.goBackTo(id, large);
    expect([await hardware.sizeOf(id), Number(await disk())]).toEqual([{ vcpus: 2, memoryMiB: 64 }, 2 ** 30]);
  });

  it('of one that runs have the disk of their time too, also when it has grown since', async () => {
    const id = await machine();
    await machines.start(id);
    const disk = async () => (await admin.domains.getBlockInfo(await ref(id), 'vda')).capacity;
    const [small] = [await point(id, true), await point(id, false)];
    await hardware.growDisk(id, 1);
    expect(Number(await disk())).toBe(2 ** 30);
    await points.goBackTo(id, small);
    expect([await machines.powerOf(id), Number(await disk())]).toEqual(['running', DISK]);
  });

  it('are refused where the disk could then not grow', async () => {
    const id = await machine('0.10');
    await expect(point(id, false)).rejects.toMatchObject({ code: 'no-restore-points' });
    expect(await points.list(id)).toEqual([]);
  });

  it('stand beside the marks of backups, and take them away where they cannot', async () => {
    const id = await machine();
    await machines.start(id);
    const backUp = () =>
      copies.copy(id, {
        since: null,
        write: async (image) => void (await image.resume().toArray()),
        progress: () => undefined,
      });
    const marks = async () => (await admin.checkpoints.list(await ref(id))).length;
    const first = await point(id, true);
    await backUp();
    const second = await point(id, true);
    expect(await marks()).toBe(1);
    await points.goBackTo(id, first);
    expect([await machines.powerOf(id), await marks()]).toEqual(['running', 0]);
    await backUp();
    await machines.save(id);
    await points.goBackTo(id, second);
    expect([await machines.powerOf(id), await marks()]).toEqual(['running', 0]);
    await backUp();
    await machines.forceOff(id);
    await point(id, false);
    expect([await machines.powerOf(id), await marks()]).toEqual(['off', 0]);
    await machines.start(id);
    await backUp();
    expect(await marks()).toBe(1);
  });

  it('go one by one, and all with the machine', async () => {
    const id = await machine();
    await machines.start(id);
    const [a, b] = [await point(id, true), await point(id, false)];
    await points.remove(id, a);
    await points.remove(id, a);
    expect(await points.list(id)).toEqual([b]);
    await machines.forceOff(id);
    await points.remove(id, b);
    const last = await point(id, false);
    await expect(points.goBackTo(id, a)).rejects.toThrow();
    expect(await machines.powerOf(id)).toBe('off');
    await machines.remove(id);
    expect(await points.list(id)).toEqual([]);
    await points.remove(id, last);
  });
});
