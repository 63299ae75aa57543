import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import * as wire from '../protocol/checkpoint-procedures.js';
import type { CheckpointRef, DomainRef } from '../protocol/shapes.js';
import type {
  CheckpointCreateFlag,
  CheckpointDeleteFlag,
  CheckpointListFlag,
  CheckpointXmlFlag,
} from './domain-flags.js';

/** Points in time from which QEMU remembers what changed on qcow2 disks, for incremental backups. */
export const checkpointsOver = (rpc: RpcChannel) => ({
  async list(
    domain: DomainRef,
    flags: CheckpointListFlag = 0,
    options?: CallOptions,
  ): Promise<CheckpointRef[]> {
    return (await rpc.call(wire.domainListAllCheckpoints, { domain, needResults: 1, flags }, options))
      .checkpoints;
  },

  /** LibvirtError `noDomainCheckpoint` when there is none. */
  async lookupByName(domain: DomainRef, name: string, options?: CallOptions): Promise<CheckpointRef> {
    return (await rpc.call(wire.domainCheckpointLookupByName, { domain, name, flags: 0 }, options))
      .checkpoint;
  },

  /** The domain must run. */
  async createXml(
    domain: DomainRef,
    xml: string,
    flags: CheckpointCreateFlag = 0,
    options?: CallOptions,
  ): Promise<CheckpointRef> {
    return (await rpc.call(wire.domainCheckpointCreateXml, { domain, xml, flags }, options)).checkpoint;
  },

  async getXml(
    checkpoint: CheckpointRef,
    flags: CheckpointXmlFlag = 0,
    options?: CallOptions,
  ): Promise<string> {
    return (await rpc.call(wire.domainCheckpointGetXmlDesc, { checkpoint, flags }, options)).xml;
  },

  delete: (
    checkpoint: CheckpointRef,
    flags: CheckpointDeleteFlag = 0,
    options?: CallOptions,
  ): Promise<void> => rpc.call(wire.domainCheckpointDelete, { checkpoint, flags }, options),
});
export type Checkpoints = ReturnType<typeof checkpointsOver>;
