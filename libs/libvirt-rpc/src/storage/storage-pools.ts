import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import * as wire from '../protocol/storage-pool-procedures.js';
import type { StoragePoolRef, StorageVolumeRef } from '../protocol/shapes.js';
import type {
  StoragePoolBuildFlag,
  StoragePoolCreateFlag,
  StoragePoolDeleteFlag,
  StoragePoolListFlag,
  StoragePoolXmlFlag,
} from './storage-flags.js';

const POOL_STATES = ['inactive', 'building', 'running', 'degraded', 'inaccessible'] as const;

export interface StoragePoolInfo {
  readonly state: (typeof POOL_STATES)[number] | 'unknown';
  /** Bytes, as of the last refresh. */
  readonly capacity: number;
  /** Bytes in use, by whatever lies in the file system. */
  readonly allocation: number;
  /** Bytes free. */
  readonly available: number;
}

export const storagePoolsOver = (rpc: RpcChannel) => ({
  /** All that match `flags` (`StoragePoolListFlag`); 0 is every pool. */
  async list(flags: StoragePoolListFlag = 0, options?: CallOptions): Promise<StoragePoolRef[]> {
    return (await rpc.call(wire.connectListAllStoragePools, { needResults: 1, flags }, options)).pools;
  },

  /** LibvirtError `noStoragePool` when there is none. */
  async lookupByName(name: string, options?: CallOptions): Promise<StoragePoolRef> {
    return (await rpc.call(wire.storagePoolLookupByName, { name }, options)).pool;
  },

  /** LibvirtError `noStoragePool` when there is none. */
  async lookupByUuid(uuid: string, options?: CallOptions): Promise<StoragePoolRef> {
    return (await rpc.call(wire.storagePoolLookupByUuid, { uuid }, options)).pool;
  },

  async defineXml(xml: string, options?: CallOptions): Promise<StoragePoolRef> {
    return (await rpc.call(wire.storagePoolDefineXml, { xml, flags: 0 }, options)).pool;
  },

  /** Starts a transient pool, which vanishes when it stops. */
  async createXml(
    xml: string,
    flags: StoragePoolCreateFlag = 0,
    options?: CallOptions,
  ): Promise<StoragePoolRef> {
    return (await rpc.call(wire.storagePoolCreateXml, { xml, flags }, options)).pool;
  },

  /** Makes what the pool stands on, such as its directory. */
  build: (pool: StoragePoolRef, flags: StoragePoolBuildFlag = 0, options?: CallOptions): Promise<void> =>
    rpc.call(wire.storagePoolBuild, { pool, flags }, options),

  create: (pool: StoragePoolRef, flags: StoragePoolCreateFlag = 0, options?: CallOptions): Promise<void> =>
    rpc.call(wire.storagePoolCreate, { pool, flags }, options),

  /** Stops it; files and definition stay. */
  destroy: (pool: StoragePoolRef, options?: CallOptions): Promise<void> =>
    rpc.call(wire.storagePoolDestroy, { pool }, options),

  undefine: (pool: StoragePoolRef, options?: CallOptions): Promise<void> =>
    rpc.call(wire.storagePoolUndefine, { pool }, options),

  /** Removes what `build` made; a directory must be empty. */
  delete: (pool: StoragePoolRef, flags: StoragePoolDeleteFlag = 0, options?: CallOptions): Promise<void> =>
    rpc.call(wire.storagePoolDelete, { pool, flags }, options),

  setAutostart: (pool: StoragePoolRef, autostart: boolean, options?: CallOptions): Promise<void> =>
    rpc.call(wire.storagePoolSetAutostart, { pool, autostart }, options),

  /** Looks at the disk again: volumes made by others appear, sizes become current. */
  refresh: (pool: StoragePoolRef, options?: CallOptions): Promise<void> =>
    rpc.call(wire.storagePoolRefresh, { pool, flags: 0 }, options),

  async getXml(pool: StoragePoolRef, flags: StoragePoolXmlFlag = 0, options?: CallOptions): Promise<string> {
    return (await rpc.call(wire.storagePoolGetXmlDesc, { pool, flags }, options)).xml;
  },

  async getInfo(pool: StoragePoolRef, options?: CallOptions): Promise<StoragePoolInfo> {
    const { state, ...sizes } = await rpc.call(wire.storagePoolGetInfo, { pool }, options);
    return { state: POOL_STATES[state] ?? 'unknown', ...sizes };
  },

  async isActive(pool: StoragePoolRef, options?: CallOptions): Promise<boolean> {
    return (await rpc.call(wire.storagePoolIsActive, { pool }, options)).active;
  },

  async listVolumes(pool: StoragePoolRef, options?: CallOptions): Promise<StorageVolumeRef[]> {
    return (await rpc.call(wire.storagePoolListAllVolumes, { pool, needResults: 1, flags: 0 }, options))
      .volumes;
  },
});
export type StoragePools = ReturnType<typeof storagePoolsOver>;
