import type { Decoded } from '../xdr/codec.js';
import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import * as connection from '../protocol/connect-procedures.js';
import * as node from '../protocol/node-procedures.js';

/** `memory` in KiB, `mhz` 0 when unknown. */
export type NodeInfo = Decoded<typeof node.nodeGetInfo.result>;

/** KiB. `free` counts neither buffers nor cache. */
export interface NodeMemory {
  readonly total: number;
  readonly free: number;
  readonly buffers: number;
  readonly cached: number;
}

export interface DomainCapabilitiesQuery {
  readonly emulator?: string;
  readonly arch?: string;
  readonly machine?: string;
  /** `kvm` or `qemu`. */
  readonly virtType?: string;
}

const ALL_CELLS = -1;

/** The machine libvirtd runs on. */
export const hostOver = (rpc: RpcChannel) => ({
  async getHostname(options?: CallOptions): Promise<string> {
    return (await rpc.call(connection.connectGetHostname, undefined, options)).hostname;
  },

  /** libvirtd's version, such as `9.0.0`. */
  async getLibVersion(options?: CallOptions): Promise<string> {
    return toVersion((await rpc.call(connection.connectGetLibVersion, undefined, options)).version);
  },

  /** The hypervisor's version, such as QEMU's `7.2.18`. */
  async getHypervisorVersion(options?: CallOptions): Promise<string> {
    return toVersion((await rpc.call(connection.connectGetVersion, undefined, options)).version);
  },

  getInfo: (options?: CallOptions): Promise<NodeInfo> => rpc.call(node.nodeGetInfo, undefined, options),

  /** Of the whole machine; a figure that the host does not give is 0. */
  async getMemory(options?: CallOptions): Promise<NodeMemory> {
    const { count } = await rpc.call(
      node.nodeGetMemoryStats,
      { count: 0, cell: ALL_CELLS, flags: 0 },
      options,
    );
    const { stats } = await rpc.call(node.nodeGetMemoryStats, { count, cell: ALL_CELLS, flags: 0 }, options);
    const byName = new Map(stats.map(({ field, value }) => [field, value]));
    const figure = (field: string): number => byName.get(field) ?? 0;
    return {
      total: figure('total'),
      free: figure('free'),
      buffers: figure('buffers'),
      cached: figure('cached'),
    };
  },

  /** Bytes. */
  async getFreeMemory(options?: CallOptions): Promise<number> {
    return (await rpc.call(node.nodeGetFreeMemory, undefined, options)).bytes;
  },

  /** XML: the host's CPU and the guests it can run. */
  async getCapabilities(options?: CallOptions): Promise<string> {
    return (await rpc.call(connection.connectGetCapabilities, undefined, options)).xml;
  },

  /** XML: what one emulator, architecture, machine and type can do; absent parts are libvirt's choice. */
  async getDomainCapabilities(query: DomainCapabilitiesQuery = {}, options?: CallOptions): Promise<string> {
    const { emulator = null, arch = null, machine = null, virtType = null } = query;
    const args = { emulator, arch, machine, virtType, flags: 0 };
    return (await rpc.call(connection.connectGetDomainCapabilities, args, options)).xml;
  },
});
export type Host = ReturnType<typeof hostOver>;

/** libvirt packs versions as major * 1,000,000 + minor * 1,000 + release. */
function toVersion(packed: number): string {
  return [Math.floor(packed / 1_000_000), Math.floor(packed / 1_000) % 1_000, packed % 1_000].join('.');
}
