import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BackupBeginFlag,
  CheckpointXmlFlag,
  connect,
  DomainStartFlag,
  DomainStatsFlag,
  DomainUndefineFlag,
  LibvirtErrorCode,
  toDomainStatistics,
  type DomainRef,
  type LibvirtConnection,
  type RpcStream,
  type StoragePoolRef,
} from './index.js';
import { EventLog } from './testing/event-log.js';
import {
  HAS_WRITTEN,
  qcow2Disk,
  tinyDomain,
  uniqueName,
  WRITTEN_AT,
  writingSector,
} from './testing/qemu-domain.js';

const MIB = 1 << 20;

const volumeXml = (name: string, format: 'raw' | 'qcow2') =>
  `<volume><name>${name}</name><capacity>${16 * MIB}</capacity><allocation>0</allocation>
   <target><format type='${format}'/>${format === 'qcow2' ? '<compat>1.1</compat>' : ''}</target></volume>`;

const checkpointXml = (name: string) => `<domaincheckpoint><name>${name}</name></domaincheckpoint>`;

describe('backups of a running machine that writes, through libvirtd', () => {
  let libvirt: LibvirtConnection;
  let consoles: LibvirtConnection;
  let console: RpcStream;
  let folder: string;
  let pool: StoragePoolRef;
  let domain: DomainRef;
  const content = Buffer.concat([writingSector(), randomBytes(16 * MIB - 512)]);

  beforeAll(async () => {
    [libvirt, consoles] = [
      await connect({ uri: 'qemu:///system' }),
      await connect({ uri: 'qemu:///system' }),
    ];
    folder = await mkdtemp(join(tmpdir(), 'libvirt-backup-'));
    // QEMU runs as a user of its own and must get through.
    await chmod(folder, 0o755);
    // Its server's socket too is made by QEMU.
    const target = `<target><path>${join(folder, 'pool')}</path><permissions><mode>0777</mode></permissions></target>`;
    pool = await libvirt.storagePools.defineXml(
      `<pool type='dir'><name>${uniqueName()}</name>${target}</pool>`,
    );
    await libvirt.storagePools.build(pool);
    await libvirt.storagePools.create(pool);
    const raw = await libvirt.storageVolumes.createXml(pool, volumeXml('raw', 'raw'));
    const upload = await libvirt.storageVolumes.upload(raw);
    upload.end(content);
    await finished(upload);
    const disk = await libvirt.storageVolumes.cloneXml(pool, volumeXml('disk', 'qcow2'), raw);
    domain = await libvirt.domains.defineXml(tinyDomain(qcow2Disk(disk.key), 'disk').xml);
    // It says so once, and QEMU drops what is said while nobody listens.
    domain = await libvirt.domains.create(domain, DomainStartFlag.paused);
    console = await consoles.domains.openConsole(domain);
    await libvirt.domains.resume(domain);
    await hasWritten();
  });
  afterAll(async () => {
    console.destroy();
    await consoles.close();
    await libvirt.domains.destroy(domain);
    await libvirt.domains.undefine(domain, DomainUndefineFlag.checkpointsMetadata);
    await libvirt.storagePools.refresh(pool);
    for (const volume of await libvirt.storagePools.listVolumes(pool))
      await libvirt.storageVolumes.delete(volume);
    await libvirt.storagePools.destroy(pool);
    await libvirt.storagePools.undefine(pool);
    await libvirt.close();
    await rm(folder, { recursive: true });
  });

  async function hasWritten(): Promise<void> {
    for await (const piece of console.iterator({ destroyOnReturn: false }))
      if (String(piece).includes(HAS_WRITTEN)) return;
    throw new Error('the machine has gone');
  }

  async function writeAgain(): Promise<void> {
    await libvirt.domains.reset(domain);
    await hasWritten();
  }

  /** The content of the backup's image, and how much of the disk is in it. */
  async function backedUp(name: string, checkpoint: string, since = ''): Promise<[Buffer, number]> {
    const ends = await EventLog.of(libvirt, 'jobCompleted', (event) => event.domain.uuid === domain.uuid);
    const image = await libvirt.storageVolumes.createXml(pool, volumeXml(name, 'qcow2'));
    const disk = `<disk name='vda' type='file'><driver type='qcow2'/><target file='${image.key}'/></disk>`;
    const xml = `<domainbackup mode='push'>${since}<disks>${disk}</disks></domainbackup>`;
    await libvirt.domains.beginBackup(domain, xml, checkpointXml(checkpoint), BackupBeginFlag.reuseExternal);
    expect((await ends.until(() => true)).stats).toMatchObject({ success: true });
    await ends.stop();
    // QEMU closes the image after the event; this waits for it.
    expect(await libvirt.domains.getBlockJob(domain, 'vda')).toBeNull();
    await libvirt.storagePools.refresh(pool);
    const { allocation } = await libvirt.storageVolumes.getInfo(image);
    const raw = await libvirt.storageVolumes.cloneXml(pool, volumeXml(`${name}.raw`, 'raw'), image);
    return [await buffer(await libvirt.storageVolumes.download(raw)), allocation];
  }

  it('hold the whole disk, then only what has changed since', async () => {
    const expected = Buffer.from(content);
    expected.set(writingSector(), WRITTEN_AT);
    const [full, fullSize] = await backedUp('full', 'first');
    expect(full.equals(expected)).toBe(true);
    expect(fullSize).toBeGreaterThan(16 * MIB);

    await writeAgain();
    const first = await libvirt.checkpoints.lookupByName(domain, 'first');
    expect(await libvirt.checkpoints.getXml(first, CheckpointXmlFlag.size)).toMatch(/size='(?!0')\d+'/);
    const [changed, changedSize] = await backedUp('changed', 'second', '<incremental>first</incremental>');
    expect(changed.subarray(WRITTEN_AT, WRITTEN_AT + 512).equals(writingSector())).toBe(true);
    expect(changed.subarray(0, MIB).equals(Buffer.alloc(MIB))).toBe(true);
    expect(changedSize).toBeLessThan(MIB);
    expect((await libvirt.checkpoints.list(domain)).map(({ name }) => name).sort()).toEqual([
      'first',
      'second',
    ]);
    const unknown = `<domainbackup mode='push'><incremental>none</incremental></domainbackup>`;
    await expect(libvirt.domains.beginBackup(domain, unknown)).rejects.toMatchObject({
      code: LibvirtErrorCode.noDomainCheckpoint,
    });
  });

  it('can be fetched from a socket until they are ended', async () => {
    const ends = await EventLog.of(libvirt, 'jobCompleted', (event) => event.domain.uuid === domain.uuid);
    const server = `<server transport='unix' socket='${join(folder, 'pool', 'nbd')}'/>`;
    const scratch = `<disk name='vda' type='file'><scratch file='${join(folder, 'pool', 'scratch')}'/></disk>`;
    const xml = `<domainbackup mode='pull'>${server}<disks>${scratch}</disks></domainbackup>`;
    await libvirt.domains.beginBackup(domain, xml);
    expect(await libvirt.domains.getBackupXml(domain)).toContain(server.slice(0, 20));
    expect(await libvirt.domains.getJob(domain)).toMatchObject({ type: 'unbounded' });
    await libvirt.domains.abortJob(domain);
    await ends.until(() => true);
    await ends.stop();
    expect((await libvirt.domains.getJob(domain)).type).toBe('none');
  });

  it('stand beside statistics that tell what the machine does', async () => {
    const statistics = async () => {
      const [record] = await libvirt.domains.getStats({ domains: [domain], flags: DomainStatsFlag.backing });
      return toDomainStatistics(record!.stats);
    };
    const before = await statistics();
    expect(before).toMatchObject({
      state: 'running',
      vcpus: 1,
      memory: { current: 32_768, maximum: 32_768 },
      disks: [{ name: 'vda', path: join(folder, 'pool', 'disk'), capacity: 16 * MIB }],
      interfaces: [],
    });
    await writeAgain();
    const after = await statistics();
    expect(after.disks[0]!.writtenBytes! - before.disks[0]!.writtenBytes!).toBe(512);
    expect(after.cpuTime!).toBeGreaterThan(before.cpuTime!);
    expect(after.memory.rss).toBeGreaterThan(0);
  });
});
