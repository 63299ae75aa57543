import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import * as wire from '../protocol/storage-volume-procedures.js';
import type { StoragePoolRef, StorageVolumeRef } from '../protocol/shapes.js';
import type { RpcStream } from '../streams/rpc-stream.js';
import type {
  StorageVolumeCreateFlag,
  StorageVolumeDeleteFlag,
  StorageVolumeResizeFlag,
} from './storage-flags.js';

const VOLUME_TYPES = ['file', 'block', 'dir', 'network', 'netdir', 'ploop'] as const;

export interface StorageVolumeInfo {
  readonly type: (typeof VOLUME_TYPES)[number] | 'unknown';
  /** Bytes as a guest sees them. */
  readonly capacity: number;
  /** Bytes taken on the host. */
  readonly allocation: number;
}

/** Bytes; a length of 0 means to the end. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}
// VIR_STORAGE_VOL_{UP,DOWN}LOAD_SPARSE_STREAM
const SPARSE = 1 << 0;
const WHOLE: ByteRange = { offset: 0, length: 0 };

export const storageVolumesOver = (rpc: RpcChannel) => ({
  /** LibvirtError `noStorageVolume` when there is none. */
  async lookupByName(pool: StoragePoolRef, name: string, options?: CallOptions): Promise<StorageVolumeRef> {
    return (await rpc.call(wire.storageVolLookupByName, { pool, name }, options)).volume;
  },

  /** Among the active pools; LibvirtError `noStorageVolume` when there is none. */
  async lookupByPath(path: string, options?: CallOptions): Promise<StorageVolumeRef> {
    return (await rpc.call(wire.storageVolLookupByPath, { path }, options)).volume;
  },

  async getXml(volume: StorageVolumeRef, options?: CallOptions): Promise<string> {
    return (await rpc.call(wire.storageVolGetXmlDesc, { volume, flags: 0 }, options)).xml;
  },

  async getInfo(volume: StorageVolumeRef, options?: CallOptions): Promise<StorageVolumeInfo> {
    const { type, ...sizes } = await rpc.call(wire.storageVolGetInfo, { volume }, options);
    return { type: VOLUME_TYPES[type] ?? 'unknown', ...sizes };
  },

  /** LibvirtError `storageVolumeExists` when the name is taken. */
  async createXml(
    pool: StoragePoolRef,
    xml: string,
    flags: StorageVolumeCreateFlag = 0,
    options?: CallOptions,
  ): Promise<StorageVolumeRef> {
    return (await rpc.call(wire.storageVolCreateXml, { pool, xml, flags }, options)).volume;
  },

  /** A full copy of `source`; takes as long as the copying. */
  async cloneXml(
    pool: StoragePoolRef,
    xml: string,
    source: StorageVolumeRef,
    flags: StorageVolumeCreateFlag = 0,
    options?: CallOptions,
  ): Promise<StorageVolumeRef> {
    return (await rpc.call(wire.storageVolCreateXmlFrom, { pool, xml, source, flags }, options)).volume;
  },

  delete: (
    volume: StorageVolumeRef,
    flags: StorageVolumeDeleteFlag = 0,
    options?: CallOptions,
  ): Promise<void> => rpc.call(wire.storageVolDelete, { volume, flags }, options),

  /** Bytes. Shrinking needs `StorageVolumeResizeFlag.shrink`; a running domain's disk is resized with `domains.blockResize`. */
  resize: (
    volume: StorageVolumeRef,
    capacity: number,
    flags: StorageVolumeResizeFlag = 0,
    options?: CallOptions,
  ): Promise<void> => rpc.call(wire.storageVolResize, { volume, capacity, flags }, options),

  /** Write the content, then `end()`; `finish` says that libvirt has all of it. Transfers belong on a connection of their own. */
  async upload(volume: StorageVolumeRef, range = WHOLE, options?: CallOptions): Promise<RpcStream> {
    return (await rpc.openStream(wire.storageVolUpload, { volume, ...range, flags: 0 }, 'write', options))
      .stream;
  },

  /** The content as a readable stream. Transfers belong on a connection of their own. */
  async download(volume: StorageVolumeRef, range = WHOLE, options?: CallOptions): Promise<RpcStream> {
    return (await rpc.openStream(wire.storageVolDownload, { volume, ...range, flags: 0 }, 'read', options))
      .stream;
  },

  /** Like `upload`, in object mode: a Buffer is data, a `StreamHole` zeros that are left out of the file. */
  async uploadSparse(volume: StorageVolumeRef, range = WHOLE, options?: CallOptions): Promise<RpcStream> {
    const args = { volume, ...range, flags: SPARSE };
    return (await rpc.openStream(wire.storageVolUpload, args, 'sparse-write', options)).stream;
  },

  /** Like `download`, in object mode: what the file leaves out arrives as a `StreamHole`. */
  async downloadSparse(volume: StorageVolumeRef, range = WHOLE, options?: CallOptions): Promise<RpcStream> {
    const args = { volume, ...range, flags: SPARSE };
    return (await rpc.openStream(wire.storageVolDownload, args, 'sparse-read', options)).stream;
  },
});
export type StorageVolumes = ReturnType<typeof storageVolumesOver>;
