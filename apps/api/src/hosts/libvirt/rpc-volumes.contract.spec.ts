import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type LibvirtConnection, type StoragePoolRef } from '@vm-manager/libvirt-rpc';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../foundation/config/environment.js';
import { LibvirtConnection as Connection } from './libvirt-connection.js';
import { RpcVolumes } from './rpc-volumes.js';

const libvirtUri = 'qemu:///system';
const storagePool = `api-spec-${randomUUID().slice(0, 8)}`;

describe('a pool’s volumes, through libvirtd', () => {
  const libvirt = new Connection(libvirtUri);
  const volumes = new RpcVolumes(libvirt, { libvirtUri, storagePool } as Environment);
  let admin: LibvirtConnection;
  let folder: string;
  let pool: StoragePoolRef;

  beforeAll(async () => {
    admin = await connect({ uri: libvirtUri });
    folder = await mkdtemp(join(tmpdir(), 'vmm-pool-'));
    const target = `<target><path>${folder}</path></target>`;
    pool = await admin.storagePools.createXml(`<pool type='dir'><name>${storagePool}</name>${target}</pool>`);
    await libvirt.client.whenConnected();
  });
  afterAll(async () => {
    await libvirt.close();
    await admin.storagePools.destroy(pool);
    await admin.close();
    await rm(folder, { recursive: true });
  });

  const make = (name: string) =>
    admin.storageVolumes.createXml(
      pool,
      `<volume><name>${name}</name><capacity unit='MiB'>8</capacity><target><format type='qcow2'/></target></volume>`,
    );

  it('are listed with those that were made without libvirt', async () => {
    await make('made');
    await writeFile(join(folder, 'written'), '');
    expect((await volumes.names()).sort()).toEqual(['made', 'written']);
  });

  it('say on which volume each stands', async () => {
    const base = await make('base');
    const xml = `<volume><name>over</name><capacity unit='MiB'>8</capacity><target><format type='qcow2'/></target><backingStore><path>${base.key}</path><format type='qcow2'/></backingStore></volume>`;
    await admin.storageVolumes.createXml(pool, xml);
    const layers = await volumes.layers();
    expect(layers.find(({ name }) => name === 'over')).toMatchObject({ base: 'base' });
    expect(layers.find(({ name }) => name === 'base')).toMatchObject({ base: null });
    expect(layers.find(({ name }) => name === 'over')?.bytes).toBeGreaterThan(0);
    for (const name of ['over', 'base']) await volumes.remove(name);
  });

  it('are listed, counted and removed while others are made, when libvirt does not look anew', async () => {
    const made = Array.from({ length: 8 }, (_, index) => `other${index}`);
    let isDone = false;
    const making = (async () => {
      for (const name of made) await make(name);
    })().finally(() => (isDone = true));
    let looks = 0;
    try {
      for (; !isDone; looks += 1) {
        expect(await volumes.names()).toContain('written');
        expect((await volumes.space()).freeBytes).toBeGreaterThan(0);
      }
    } finally {
      await making;
    }
    expect(looks).toBeGreaterThan(0);
    for (const name of [...made, 'gone already']) await volumes.remove(name);
    expect((await volumes.names()).sort()).toEqual(['made', 'written']);
  });
});
