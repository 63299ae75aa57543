import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type LibvirtConnection, type StoragePoolRef } from '@vm-manager/libvirt-rpc';
import { randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { finished, pipeline } from 'node:stream/promises';
import type { Environment } from '../../foundation/config/environment.js';
import { GuestAgents } from './guest-agents.js';
import { domainName } from './hypervisor.js';
import { LibvirtConnection as Connection } from './libvirt-connection.js';
import { RpcDiskCopies } from './rpc-disk-copies.js';
import { RpcHypervisor } from './rpc-hypervisor.js';
import { RpcVolumes } from './rpc-volumes.js';

const libvirtUri = 'qemu:///system';
const storagePool = `api-spec-${randomUUID().slice(0, 8)}`;
const MIB = 2 ** 20;

describe('copies of machines’ disks, through libvirtd', () => {
  const libvirt = new Connection(libvirtUri);
  const content = Buffer.concat([Buffer.alloc(MIB), randomBytes(MIB), Buffer.alloc(6 * MIB)]);
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
    const machines = new RpcHypervisor(libvirt, new GuestAgents(libvirt));
    for (const id of ids) await machines.remove(id);
    await libvirt.close();
    await admin.storagePools.destroy(pool);
    await admin.close();
    await rm(folder, { recursive: true });
  });

  /** Nothing boots from it. */
  async function machine(compat: '0.10' | '1.1'): Promise<string> {
    const id = randomUUID();
    const volume = (name: string, format: string, more = '') =>
      `<volume><name>${name}</name><capacity>${content.length}</capacity><target><format type='${format}'/>${more}</target></volume>`;
    const raw = await admin.storageVolumes.createXml(pool, volume(`${id}.raw`, 'raw'));
    const upload = await admin.storageVolumes.upload(raw);
    upload.end(content);
    await finished(upload);
    const xml = volume(`${domainName(id)}.img`, 'qcow2', `<compat>${compat}</compat>`);
    const disk = await admin.storageVolumes.cloneXml(pool, xml, raw);
    await admin.domains.defineXml(
      `<domain type='qemu'><name>${domainName(id)}</name><uuid>${id}</uuid><memory unit='MiB'>32</memory><vcpu>1</vcpu>
         <os><type arch='x86_64' machine='pc'>hvm</type></os><devices>
         <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${disk.key}'/><target dev='vda'/></disk>
         <graphics type='vnc' passwd='geheim12'/></devices></domain>`,
    );
    ids.push(id);
    return id;
  }
  const start = async (id: string) => admin.domains.create(await admin.domains.lookupByUuid(id));

  async function copied(id: string, since: string | null = null) {
    const file = join(folder, `copy-${randomUUID()}.qcow2`);
    const write = (image: NodeJS.ReadableStream) => pipeline(image, createWriteStream(file));
    return { file, ...(await copies.copy(id, { since, write, progress: () => undefined })) };
  }

  it('of one that runs are whole, then only what has changed; joined they are its disk again', async () => {
    const id = await machine('1.1');
    await start(id);
    const whole = await copied(id);
    expect(whole).toMatchObject({ changesOnly: false, mark: expect.any(String) });
    const changes = await copied(id, whole.mark);
    expect(changes.changesOnly).toBe(true);
    expect(
      (await admin.checkpoints.list(await admin.domains.lookupByUuid(id))).map(({ name }) => name),
    ).toEqual([changes.mark]);
    expect(await copied(id, 'a mark that is gone')).toMatchObject({ changesOnly: false });

    const definition = (await copies.definitionOf(id))!;
    expect(definition).not.toContain('geheim12');
    const vmId = randomUUID();
    ids.push(vmId);
    const owner = { vmId, ownerId: randomUUID(), installationId: randomUUID(), network: 'default' };
    const shares: number[] = [];
    await copies.bringBack(
      owner,
      { definition, images: [whole.file, changes.file] },
      { folder, signal: new AbortController().signal, progress: (share) => void shares.push(share) },
    );
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect([shares.some((share) => share <= 0.5), shares.at(-1)]).toEqual([true, 1]);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    await admin.storagePools.refresh(pool);
    const disk = await admin.storageVolumes.lookupByName(pool, `${domainName(vmId)}.img`);
    const raw = `<volume><name>${vmId}.raw</name><capacity>${content.length}</capacity><target><format type='raw'/></target></volume>`;
    const back = await admin.storageVolumes.cloneXml(pool, raw, disk);
    expect((await buffer(await admin.storageVolumes.download(back))).equals(content)).toBe(true);
    // It starts, and its disk keeps marks.
    await start(vmId);
    expect((await copied(vmId)).mark).not.toBeNull();
    expect(
      (await admin.storagePools.listVolumes(pool)).filter(({ name }) => name.includes('backup')),
    ).toEqual([]);
  });

  it('of a disk of the first format are whole each time', async () => {
    const id = await machine('0.10');
    await start(id);
    const first = await copied(id);
    expect(first).toMatchObject({ changesOnly: false, mark: null });
  });

  it('of one that is off are whole, and it says since when its disk rests', async () => {
    const id = await machine('1.1');
    const restingSince = await copies.restingSince(id);
    expect(restingSince).toMatch(/^\d+(\.\d+)?$/);
    expect(await copied(id)).toMatchObject({ changesOnly: false, mark: null });
    expect(await copies.restingSince(id)).toBe(restingSince);
    await start(id);
    expect(await copies.restingSince(id)).toBeNull();
  });
});
