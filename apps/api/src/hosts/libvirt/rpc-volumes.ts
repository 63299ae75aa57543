import { connect, LibvirtErrorCode, type StoragePoolRef } from '@vm-manager/libvirt-rpc';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from '../../foundation/config/environment.js';
import { absentAsNull, LibvirtConnection } from './libvirt-connection.js';
import { Volumes, type Layer, type PoolSpace } from './volumes.js';
import { childOf, rootOf } from './xml.js';

/** Making a volume takes libvirt a moment; copying a large one takes somebody minutes. */
const REFRESH_PATIENCE_MS = 10_000;
const REFRESH_AGAIN_MS = 50;

export class RpcVolumes extends Volumes {
  constructor(
    private readonly libvirt: LibvirtConnection,
    private readonly environment: Environment,
  ) {
    super();
  }

  async names(): Promise<string[]> {
    const pool = await this.pool();
    // Vagrant and QEMU write there too. What was made through libvirt it knows without looking.
    const until = performance.now() + REFRESH_PATIENCE_MS;
    while (!(await this.refresh(pool)) && performance.now() < until) await pause(REFRESH_AGAIN_MS);
    const volumes = await this.libvirt.ask(({ storagePools }) => storagePools.listVolumes(pool));
    return volumes.map(({ name }) => name);
  }

  async space(): Promise<PoolSpace> {
    const pool = await this.pool();
    // When it cannot be, the figures are those of the last time.
    await this.refresh(pool);
    return this.libvirt.ask(async ({ storagePools, storageVolumes }) => {
      const { available } = await storagePools.getInfo(pool);
      const volumes = await Promise.all(
        (await storagePools.listVolumes(pool)).map(async (volume) => {
          const info = await absentAsNull(storageVolumes.getInfo(volume), LibvirtErrorCode.noStorageVolume);
          return { name: volume.name, bytes: info?.allocation ?? 0 };
        }),
      );
      return { freeBytes: available, volumes };
    });
  }

  async layers(): Promise<Layer[]> {
    const pool = await this.pool();
    await this.refresh(pool);
    return this.libvirt.ask(async ({ storagePools, storageVolumes }) => {
      const volumes = await storagePools.listVolumes(pool);
      const found = await Promise.all(
        volumes.map(async (volume) => {
          const xml = await absentAsNull(storageVolumes.getXml(volume), LibvirtErrorCode.noStorageVolume);
          return xml === null ? [] : [layerIn(xml, volume.name)];
        }),
      );
      return found.flat();
    });
  }

  async freeBytes(): Promise<number> {
    const pool = await this.pool();
    await this.refresh(pool);
    const { available } = await this.libvirt.ask(({ storagePools }) => storagePools.getInfo(pool));
    return available;
  }

  async remove(name: string): Promise<void> {
    const pool = await this.pool();
    await this.libvirt.ask(async ({ storageVolumes }) => {
      const volume = await absentAsNull(
        storageVolumes.lookupByName(pool, name),
        LibvirtErrorCode.noStorageVolume,
      );
      if (volume) await absentAsNull(storageVolumes.delete(volume), LibvirtErrorCode.noStorageVolume);
    });
  }

  async importImage(
    name: string,
    file: string,
    { signal, progress }: { signal: AbortSignal; progress: (share: number) => void },
  ): Promise<void> {
    await this.remove(name);
    const { size } = await stat(file);
    const capacity = await virtualSizeOf(file);
    // A connection of its own: a transfer holds up every other call.
    const connection = await connect({ uri: this.environment.libvirtUri, keepalive: false, signal });
    try {
      const pool = await connection.storagePools.lookupByName(this.environment.storagePool);
      const volume = await connection.storageVolumes.createXml(
        pool,
        `<volume><name>${name}</name><capacity unit='B'>${capacity}</capacity><target><format type='qcow2'/></target></volume>`,
      );
      const upload = await connection.storageVolumes.upload(volume);
      let sent = 0;
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          sent += chunk.length;
          progress(sent / size);
          done(null, chunk);
        },
      });
      await pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), meter, upload, { signal });
    } finally {
      await connection.close();
    }
    // The header that was uploaded says how large it is, not the one that createXml wrote.
    await this.names();
  }

  /** Resolves with whether libvirt has looked: it refuses while anybody has a volume of the pool made. */
  private async refresh(pool: StoragePoolRef): Promise<boolean> {
    const refreshed = this.libvirt.ask(({ storagePools }) => storagePools.refresh(pool).then(() => true));
    const refused = [LibvirtErrorCode.internalError, LibvirtErrorCode.operationInvalid];
    return (await absentAsNull(refreshed, ...refused)) !== null;
  }

  private pool(): Promise<StoragePoolRef> {
    return this.libvirt.ask(({ storagePools }) => storagePools.lookupByName(this.environment.storagePool));
  }
}

function layerIn(xml: string, name: string): Layer {
  const volume = rootOf(xml);
  const base = childOf(volume, 'backingStore', 'path')?.textContent;
  return {
    name,
    bytes: Number(childOf(volume, 'allocation')?.textContent ?? 0),
    base: base ? basename(base) : null,
  };
}

/** Bytes that a guest sees of a qcow2 file: bytes 24 to 31 of its header (QEMU docs/interop/qcow2.txt). */
async function virtualSizeOf(file: string): Promise<bigint> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(32), 0, 32, 0);
    if (bytesRead < 32 || buffer.toString('latin1', 0, 4) !== 'QFI\xfb')
      throw new Error(`${file} is not a qcow2 image`);
    return buffer.readBigUInt64BE(24);
  } finally {
    await handle.close();
  }
}
