import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import * as wire from '../protocol/job-procedures.js';
import type { DomainRef } from '../protocol/shapes.js';
import type { TypedParameters } from '../protocol/typed-parameters.js';
import type { BackupBeginFlag, BlockCommitFlag, BlockJobAbortFlag, JobStatsFlag } from './domain-flags.js';
import { BLOCK_JOB_TYPES, type BlockJobType } from './block-job-names.js';

// virDomainJobType
const JOB_TYPES = ['none', 'bounded', 'unbounded', 'completed', 'failed', 'cancelled'] as const;

/** What a domain is busy with: a save, a restore, a snapshot, a backup. */
export interface DomainJob {
  /** `none`: nothing; `bounded`: the end is known; `completed`, `failed`, `cancelled`: with `JobStatsFlag.completed` only. */
  readonly type: (typeof JOB_TYPES)[number] | 'unknown';
  /** libvirt's keys (`virsh domjobinfo`): `time_elapsed` in ms, `disk_total`, `memory_processed` in bytes, all as bigint. */
  readonly stats: TypedParameters;
}

/** One disk's background copy. */
export interface BlockJob {
  readonly type: BlockJobType;
  /** Bytes per second; 0 is no limit. */
  readonly bandwidth: number;
  /** Of `end`, in libvirt's own unit; a job that is ready to pivot has both equal. */
  readonly current: number;
  readonly end: number;
}

/** Long work on a domain and its disks: how far it is, ending it, merging layers, backups. */
export const domainJobs = (rpc: RpcChannel) => ({
  /** What the domain is busy with now; `JobStatsFlag.completed` asks for its last finished job, once. */
  async getJob(domain: DomainRef, flags: JobStatsFlag = 0, options?: CallOptions): Promise<DomainJob> {
    const { type, stats } = await rpc.call(wire.domainGetJobStats, { domain, flags }, options);
    return { type: JOB_TYPES[type] ?? 'unknown', stats };
  },

  /** Ends a save, a dump or a backup; the call under way rejects. LibvirtError `operationInvalid` when there is none. */
  abortJob: (domain: DomainRef, options?: CallOptions): Promise<void> =>
    rpc.call(wire.domainAbortJob, { domain }, options),

  /**
   * Merges the layers from `top` into `base`, `null` for the newest and the oldest; returns at once, the `blockJob` event tells
   * the end. Merging the newest needs `BlockCommitFlag.active`, and `abortBlockJob` with `pivot` once it is ready.
   */
  blockCommit(
    domain: DomainRef,
    disk: string,
    layers: { readonly base?: string | null; readonly top?: string | null } = {},
    flags: BlockCommitFlag = 0,
    options?: CallOptions,
  ): Promise<void> {
    const { base = null, top = null } = layers;
    return rpc.call(wire.domainBlockCommit, { domain, disk, base, top, bandwidth: 0, flags }, options);
  },

  /** Null when the disk is not being copied. */
  async getBlockJob(domain: DomainRef, disk: string, options?: CallOptions): Promise<BlockJob | null> {
    const flags = 1; // the bandwidth in bytes
    const { found, type, ...job } = await rpc.call(
      wire.domainGetBlockJobInfo,
      { domain, disk, flags },
      options,
    );
    return found ? { type: BLOCK_JOB_TYPES[type] ?? 'unknown', ...job } : null;
  },

  /** Ends a disk's job; `pivot` goes on with the merged layer instead of giving it up. */
  abortBlockJob: (
    domain: DomainRef,
    disk: string,
    flags: BlockJobAbortFlag = 0,
    options?: CallOptions,
  ): Promise<void> => rpc.call(wire.domainBlockJobAbort, { domain, disk, flags }, options),

  /**
   * Begins a backup of a running domain (`<domainbackup>`), and with it the checkpoint that the next one counts from; returns
   * at once, the `jobCompleted` event tells the end of one of mode `push`. QEMU closes the image a moment after that event: a
   * call that waits for its turn with the domain, as `getBlockJob`, answers when it is whole. An incremental image names the disk
   * in use as what it stands on, and cannot be opened beside it, unless it was made before and `BackupBeginFlag.reuseExternal`
   * says so.
   */
  beginBackup: (
    domain: DomainRef,
    xml: string,
    checkpointXml: string | null = null,
    flags: BackupBeginFlag = 0,
    options?: CallOptions,
  ): Promise<void> => rpc.call(wire.domainBackupBegin, { domain, xml, checkpointXml, flags }, options),

  /** The backup under way; LibvirtError `noDomainBackup` when there is none. */
  async getBackupXml(domain: DomainRef, options?: CallOptions): Promise<string> {
    return (await rpc.call(wire.domainBackupGetXmlDesc, { domain, flags: 0 }, options)).xml;
  },
});
