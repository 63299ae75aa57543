import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  allOf,
  BlockCommitFlag,
  BlockJobAbortFlag,
  BlockResizeFlag,
  connect,
  DomainUndefineFlag,
  JobStatsFlag,
  LibvirtErrorCode,
  SnapshotCreateFlag,
  StreamHole,
  StorageVolumeResizeFlag,
  type DomainRef,
  type LibvirtConnection,
  type StoragePoolRef,
} from './index.js';
import { EventLog } from './testing/event-log.js';
import { qcow2Disk, tinyDomain, uniqueName } from './testing/qemu-domain.js';

const MIB = 1 << 20;

function volumeXml(name: string, format: string, bytes: number): string {
  // The older qcow2 keeps no record of changes, which checkpoints need.
  const compat = format === 'qcow2' ? '<compat>1.1</compat>' : '';
  return `<volume><name>${name}</name><capacity>${bytes}</capacity><allocation>0</allocation><target><format type='${format}'/>${compat}</target></volume>`;
}

describe('storage through libvirtd', () => {
  let libvirt: LibvirtConnection;
  let folder: string;
  let pool: StoragePoolRef;
  const name = uniqueName();

  beforeAll(async () => {
    libvirt = await connect({ uri: 'qemu:///system' });
    folder = await mkdtemp(join(tmpdir(), 'libvirt-pool-'));
    // QEMU runs as a user of its own and must get through.
    await chmod(folder, 0o755);
    const path = join(folder, 'pool');
    const xml = `<pool type='dir'><name>${name}</name><target><path>${path}</path></target></pool>`;
    pool = await libvirt.storagePools.defineXml(xml);
    await libvirt.storagePools.build(pool);
    await libvirt.storagePools.create(pool);
  });
  afterAll(async () => {
    for (const volume of await libvirt.storagePools.listVolumes(pool))
      await libvirt.storageVolumes.delete(volume);
    await libvirt.storagePools.destroy(pool);
    await libvirt.storagePools.delete(pool);
    await libvirt.storagePools.undefine(pool);
    await expect(libvirt.storagePools.lookupByName(name)).rejects.toMatchObject({
      code: LibvirtErrorCode.noStoragePool,
    });
    await libvirt.close();
    await rm(folder, { recursive: true });
  });

  it('finds and describes a pool', async () => {
    expect(await libvirt.storagePools.list()).toContainEqual(pool);
    expect(await libvirt.storagePools.lookupByName(name)).toEqual(pool);
    expect(await libvirt.storagePools.lookupByUuid(pool.uuid)).toEqual(pool);
    expect(await libvirt.storagePools.isActive(pool)).toBe(true);
    await libvirt.storagePools.setAutostart(pool, false);
    await libvirt.storagePools.refresh(pool);
    const info = await libvirt.storagePools.getInfo(pool);
    expect(info.state).toBe('running');
    expect(info.allocation + info.available).toBe(info.capacity);
    expect(await libvirt.storagePools.getXml(pool)).toContain(`<name>${name}</name>`);
  });

  it('carries a volume’s content there and back', async () => {
    const volume = await libvirt.storageVolumes.createXml(pool, volumeXml('content', 'raw', MIB));
    const content = randomBytes(MIB);
    const upload = await libvirt.storageVolumes.upload(volume);
    upload.end(content);
    await finished(upload);
    expect((await buffer(await libvirt.storageVolumes.download(volume))).equals(content)).toBe(true);

    const part = await libvirt.storageVolumes.download(volume, { offset: 1_000, length: 500 });
    expect((await buffer(part)).equals(content.subarray(1_000, 1_500))).toBe(true);

    const copy = await libvirt.storageVolumes.cloneXml(pool, volumeXml('copy', 'raw', MIB), volume);
    expect((await buffer(await libvirt.storageVolumes.download(copy))).equals(content)).toBe(true);
    await libvirt.storageVolumes.delete(copy);
    await libvirt.storageVolumes.delete(volume);
  });

  it('leaves zeros out on the way there and back', async () => {
    const volume = await libvirt.storageVolumes.createXml(pool, volumeXml('sparse', 'raw', 64 * MIB));
    const [first, last] = [randomBytes(MIB), randomBytes(3 * MIB)];
    const upload = await libvirt.storageVolumes.uploadSparse(volume);
    for (const piece of [first, new StreamHole(48 * MIB), last, new StreamHole(12 * MIB)])
      upload.write(piece);
    upload.end();
    await finished(upload);
    await libvirt.storagePools.refresh(pool);
    expect(await libvirt.storageVolumes.getInfo(volume)).toMatchObject({ capacity: 64 * MIB });
    expect((await libvirt.storageVolumes.getInfo(volume)).allocation).toBeLessThan(8 * MIB);

    let holes = 0;
    const pieces: Buffer[] = [];
    for await (const piece of await libvirt.storageVolumes.downloadSparse(volume)) {
      if (piece instanceof StreamHole) holes += piece.length;
      else pieces.push(piece as Buffer);
    }
    expect(holes).toBe(60 * MIB);
    expect(Buffer.concat(pieces).equals(Buffer.concat([first, last]))).toBe(true);
    await libvirt.storageVolumes.delete(volume);
  });

  it('leaves a download early and goes on working', async () => {
    const volume = await libvirt.storageVolumes.createXml(pool, volumeXml('long', 'raw', 64 * MIB));
    const download = await libvirt.storageVolumes.download(volume);
    for await (const piece of download) {
      expect(piece).toHaveProperty('length');
      break;
    }
    expect(await libvirt.storageVolumes.getInfo(volume)).toMatchObject({ type: 'file', capacity: 64 * MIB });
    await libvirt.storageVolumes.delete(volume);
  });

  it('refuses an upload that does not fit', async () => {
    const volume = await libvirt.storageVolumes.createXml(pool, volumeXml('small', 'raw', 4_096));
    const upload = await libvirt.storageVolumes.upload(volume, { offset: 0, length: 4_096 });
    upload.end(Buffer.alloc(MIB));
    await expect(finished(upload)).rejects.toMatchObject({
      name: 'LibvirtError',
      procedure: 'storageVolUpload',
    });
    expect(await libvirt.storageVolumes.lookupByName(pool, 'small')).toEqual(volume);
    await libvirt.storageVolumes.delete(volume);
  });

  it('finds, resizes and deletes volumes', async () => {
    const volume = await libvirt.storageVolumes.createXml(pool, volumeXml('disk', 'qcow2', 8 * MIB));
    expect(await libvirt.storageVolumes.lookupByPath(volume.key)).toEqual(volume);
    expect(await libvirt.storagePools.listVolumes(pool)).toEqual([volume]);
    await expect(
      libvirt.storageVolumes.createXml(pool, volumeXml('disk', 'qcow2', MIB)),
    ).rejects.toMatchObject({
      code: LibvirtErrorCode.storageVolumeExists,
    });
    await libvirt.storageVolumes.resize(volume, 4 * MIB, StorageVolumeResizeFlag.delta);
    expect((await libvirt.storageVolumes.getInfo(volume)).capacity).toBe(12 * MIB);
    expect(await libvirt.storageVolumes.getXml(volume)).toContain("<format type='qcow2'/>");
    await libvirt.storageVolumes.delete(volume);
    await expect(libvirt.storageVolumes.lookupByName(pool, 'disk')).rejects.toMatchObject({
      code: LibvirtErrorCode.noStorageVolume,
    });
  });

  it('gives a machine a disk, enlarges it live, and takes it back in time', async () => {
    const volume = await libvirt.storageVolumes.createXml(pool, volumeXml('live', 'qcow2', 8 * MIB));
    const { xml } = tinyDomain(qcow2Disk(volume.key));
    const domain = await libvirt.domains.defineXml(xml);
    try {
      await libvirt.domains.create(domain);
      await libvirt.domains.blockResize(domain, 'vda', 16 * MIB, BlockResizeFlag.bytes);
      expect((await libvirt.domains.getBlockInfo(domain, 'vda')).capacity).toBe(16 * MIB);
      await libvirt.domains.destroy(domain);

      expect(await libvirt.snapshots.current(domain)).toBeNull();
      const before = await libvirt.snapshots.createXml(
        domain,
        '<domainsnapshot><name>before</name></domainsnapshot>',
      );
      expect(await libvirt.snapshots.list(domain)).toEqual([before]);
      expect((await libvirt.snapshots.current(domain))?.name).toBe('before');
      expect(await libvirt.snapshots.getXml(before)).toContain('<state>shutoff</state>');

      await libvirt.snapshots.revert(before);
      await libvirt.snapshots.delete(await libvirt.snapshots.lookupByName(domain, 'before'));
      expect(await libvirt.snapshots.list(domain)).toEqual([]);
    } finally {
      if (await libvirt.domains.isActive(domain)) await libvirt.domains.destroy(domain);
      await libvirt.domains.undefine(domain, DomainUndefineFlag.snapshotsMetadata);
      await libvirt.storageVolumes.delete(volume);
    }
  }, 60_000);

  it('backs a running machine’s disk up from a checkpoint on, and merges its layers', async () => {
    const volume = await libvirt.storageVolumes.createXml(pool, volumeXml('busy', 'qcow2', 8 * MIB));
    const layer = join(folder, 'pool', 'busy.layer');
    const copy = join(folder, 'pool', 'busy.copy');
    const { xml } = tinyDomain(qcow2Disk(volume.key));
    const domain = await libvirt.domains.defineXml(xml);
    const isOurs = (event: { domain: DomainRef }) => event.domain.uuid === domain.uuid;
    const ends = await EventLog.of(libvirt, 'jobCompleted', isOurs);
    const blockJobs = await EventLog.of(libvirt, 'blockJob', isOurs);
    try {
      await libvirt.domains.create(domain);
      expect((await libvirt.domains.getJob(domain)).type).toBe('none');
      await expect(libvirt.domains.abortJob(domain)).rejects.toMatchObject({
        code: LibvirtErrorCode.operationInvalid,
      });

      const backup = `<domainbackup mode='push'><disks><disk name='vda' type='file'><target file='${copy}'/></disk></disks></domainbackup>`;
      await libvirt.domains.beginBackup(
        domain,
        backup,
        '<domaincheckpoint><name>first</name></domaincheckpoint>',
      );
      expect((await ends.until(({ stats }) => stats['success'] !== undefined)).stats['success']).toBe(true);
      const last = await libvirt.domains.getJob(domain, JobStatsFlag.completed);
      expect(last).toMatchObject({
        type: 'completed',
        stats: { success: true, disk_total: BigInt(8 * MIB) },
      });
      await expect(libvirt.domains.getBackupXml(domain)).rejects.toMatchObject({
        code: LibvirtErrorCode.noDomainBackup,
      });
      const [first] = await libvirt.checkpoints.list(domain);
      expect(first?.name).toBe('first');
      expect(await libvirt.checkpoints.getXml(first!)).toContain('<name>first</name>');
      await libvirt.checkpoints.delete(await libvirt.checkpoints.lookupByName(domain, 'first'));
      await expect(libvirt.checkpoints.lookupByName(domain, 'first')).rejects.toMatchObject({
        code: LibvirtErrorCode.noDomainCheckpoint,
      });

      const layered = `<domainsnapshot><disks><disk name='vda'><source file='${layer}'/></disk></disks></domainsnapshot>`;
      await libvirt.snapshots.createXml(
        domain,
        layered,
        allOf(SnapshotCreateFlag.diskOnly, SnapshotCreateFlag.noMetadata),
      );
      expect(await libvirt.domains.getXml(domain)).toContain(layer);
      await libvirt.domains.blockCommit(domain, 'vda', {}, BlockCommitFlag.active);
      await blockJobs.until(({ status }) => status === 'ready');
      expect(await libvirt.domains.getBlockJob(domain, 'vda')).toMatchObject({ type: 'active-commit' });
      await libvirt.domains.abortBlockJob(domain, 'vda', BlockJobAbortFlag.pivot);
      await blockJobs.until(({ disk, status }) => disk === 'vda' && status === 'completed');
      expect(await libvirt.domains.getBlockJob(domain, 'vda')).toBeNull();
      expect(await libvirt.domains.getXml(domain)).not.toContain(layer);
    } finally {
      await ends.stop();
      await blockJobs.stop();
      if (await libvirt.domains.isActive(domain)) await libvirt.domains.destroy(domain);
      await libvirt.domains.undefine(domain, DomainUndefineFlag.checkpointsMetadata);
      await libvirt.storagePools.refresh(pool);
      for (const file of await libvirt.storagePools.listVolumes(pool))
        await libvirt.storageVolumes.delete(file);
    }
  });
});
