import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import * as wire from '../protocol/snapshot-procedures.js';
import type { DomainRef, SnapshotRef } from '../protocol/shapes.js';
import type {
  DomainXmlFlag,
  SnapshotCreateFlag,
  SnapshotDeleteFlag,
  SnapshotListFlag,
  SnapshotRevertFlag,
} from './domain-flags.js';

/** Saved points of a domain. Those with memory take as long as writing the memory: give them a time-out to match. */
export const snapshotsOver = (rpc: RpcChannel) => ({
  async list(domain: DomainRef, flags: SnapshotListFlag = 0, options?: CallOptions): Promise<SnapshotRef[]> {
    return (await rpc.call(wire.domainListAllSnapshots, { domain, needResults: 1, flags }, options))
      .snapshots;
  },

  /** LibvirtError `noDomainSnapshot` when there is none. */
  async lookupByName(domain: DomainRef, name: string, options?: CallOptions): Promise<SnapshotRef> {
    return (await rpc.call(wire.domainSnapshotLookupByName, { domain, name, flags: 0 }, options)).snapshot;
  },

  async createXml(
    domain: DomainRef,
    xml: string,
    flags: SnapshotCreateFlag = 0,
    options?: CallOptions,
  ): Promise<SnapshotRef> {
    return (await rpc.call(wire.domainSnapshotCreateXml, { domain, xml, flags }, options)).snapshot;
  },

  async getXml(snapshot: SnapshotRef, flags: DomainXmlFlag = 0, options?: CallOptions): Promise<string> {
    return (await rpc.call(wire.domainSnapshotGetXmlDesc, { snapshot, flags }, options)).xml;
  },

  /** The one the domain was last at, null when it never was at any. */
  async current(domain: DomainRef, options?: CallOptions): Promise<SnapshotRef | null> {
    const { has } = await rpc.call(wire.domainHasCurrentSnapshot, { domain, flags: 0 }, options);
    return has ? (await rpc.call(wire.domainSnapshotCurrent, { domain, flags: 0 }, options)).snapshot : null;
  },

  revert: (snapshot: SnapshotRef, flags: SnapshotRevertFlag = 0, options?: CallOptions): Promise<void> =>
    rpc.call(wire.domainRevertToSnapshot, { snapshot, flags }, options),

  delete: (snapshot: SnapshotRef, flags: SnapshotDeleteFlag = 0, options?: CallOptions): Promise<void> =>
    rpc.call(wire.domainSnapshotDelete, { snapshot, flags }, options),
});
export type Snapshots = ReturnType<typeof snapshotsOver>;
