import { mapped, type Codec, type Decoded } from '../xdr/codec.js';
import { array, fixedOpaque, optional, string, struct } from '../xdr/combinators.js';
import { int32 } from '../xdr/primitives.js';
import { XdrError } from '../xdr/xdr-error.js';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** libvirt's limit for one string, in bytes. */
export const text = string(4_194_304);
export const optionalText = optional(text);

/** 16 bytes on the wire, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` in lower case here. */
export const uuid: Codec<string> = mapped(fixedOpaque(16), toUuid, toUuidBytes);

function toUuid(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function toUuidBytes(value: string): Buffer {
  if (!UUID.test(value)) throw new XdrError('not a UUID');
  return Buffer.from(value.replaceAll('-', ''), 'hex');
}

/** How every call names a domain. `id` is -1 when it does not run; libvirt finds it by `uuid`. */
export const domainRef = struct({ name: text, uuid, id: int32 });
export type DomainRef = Decoded<typeof domainRef>;

export const networkRef = struct({ name: text, uuid });
export type NetworkRef = Decoded<typeof networkRef>;

export const poolRef = struct({ name: text, uuid });
export type StoragePoolRef = Decoded<typeof poolRef>;

/** `key` is the volume's unique key, for a directory pool its path. */
export const volumeRef = struct({ pool: text, name: text, key: text });
export type StorageVolumeRef = Decoded<typeof volumeRef>;

export const snapshotRef = struct({ name: text, domain: domainRef });
export type SnapshotRef = Decoded<typeof snapshotRef>;

export const checkpointRef = struct({ name: text, domain: domainRef });
export type CheckpointRef = Decoded<typeof checkpointRef>;

/** libvirt's limit for lists of domains, networks, pools, volumes, snapshots and checkpoints. */
export const LIST_MAX = 16_384;
export const listOf = <T>(element: Codec<T>): Codec<T[]> => array(element, LIST_MAX);
