import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import * as wire from '../protocol/domain-procedures.js';
import type { DomainRef } from '../protocol/shapes.js';
import { toDomainState, type DomainState, type DomainStateAndReason } from './domain-state.js';
import type { DomainListFlag, DomainStatsFlag, DomainStatsGroup } from './domain-flags.js';

export interface DomainInfo {
  readonly state: DomainState;
  /** KiB */
  readonly maxMemory: number;
  /** KiB */
  readonly memory: number;
  readonly vcpus: number;
  /** Nanoseconds used since the start. */
  readonly cpuTime: bigint;
}

/** How domains are doing. */
export const domainCondition = (rpc: RpcChannel) => ({
  async getState(domain: DomainRef, options?: CallOptions): Promise<DomainStateAndReason> {
    const { state, reason } = await rpc.call(wire.domainGetState, { domain, flags: 0 }, options);
    return toDomainState(state, reason);
  },

  async getInfo(domain: DomainRef, options?: CallOptions): Promise<DomainInfo> {
    const { state, ...rest } = await rpc.call(wire.domainGetInfo, { domain }, options);
    return { ...rest, state: toDomainState(state, 0).state };
  },

  async isActive(domain: DomainRef, options?: CallOptions): Promise<boolean> {
    return (await rpc.call(wire.domainIsActive, { domain }, options)).active;
  },

  async isPersistent(domain: DomainRef, options?: CallOptions): Promise<boolean> {
    return (await rpc.call(wire.domainIsPersistent, { domain }, options)).persistent;
  },

  /**
   * Statistics of many domains in one call: of those given, or of all that match `flags`.
   * Keys and units are libvirt's (`virsh help domstats`), such as `block.0.rd.bytes`; `toDomainStatistics` gives the common ones by name.
   */
  async getStats(
    selection: {
      domains?: DomainRef[];
      groups?: DomainStatsGroup;
      flags?: DomainListFlag | DomainStatsFlag;
    } = {},
    options?: CallOptions,
  ): Promise<wire.DomainStats[]> {
    const { domains = [], groups = 0, flags = 0 } = selection;
    return (await rpc.call(wire.connectGetAllDomainStats, { domains, stats: groups, flags }, options))
      .records;
  },
});
