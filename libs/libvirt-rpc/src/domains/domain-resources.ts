import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import * as wire from '../protocol/device-procedures.js';
import {
  domainSetMemoryFlags,
  domainSetMemoryStatsPeriod,
  domainSetVcpusFlags,
} from '../protocol/domain-procedures.js';
import type { DomainRef } from '../protocol/shapes.js';
import type {
  BlockResizeFlag,
  DomainAffectFlag,
  DomainDeviceFlag,
  DomainMemoryFlag,
  DomainVcpuFlag,
} from './domain-flags.js';

/** Memory, virtual CPUs, disks and other devices. `flags` are `DomainAffectFlag` and the call's own. */
export const domainResources = (rpc: RpcChannel) => ({
  /** KiB. `DomainMemoryFlag.maximum` needs a stopped domain. */
  setMemory: (
    domain: DomainRef,
    memory: number,
    flags: DomainMemoryFlag = 0,
    options?: CallOptions,
  ): Promise<void> => rpc.call(domainSetMemoryFlags, { domain, memory, flags }, options),

  /** How often, in seconds, the guest's balloon driver reports its memory: until then `getStats` has only what the host sees. */
  setMemoryStatsPeriod: (
    domain: DomainRef,
    period: number,
    flags: DomainAffectFlag = 0,
    options?: CallOptions,
  ): Promise<void> => rpc.call(domainSetMemoryStatsPeriod, { domain, period, flags }, options),

  setVcpus: (
    domain: DomainRef,
    vcpus: number,
    flags: DomainVcpuFlag = 0,
    options?: CallOptions,
  ): Promise<void> => rpc.call(domainSetVcpusFlags, { domain, vcpus, flags }, options),

  attachDevice: (
    domain: DomainRef,
    xml: string,
    flags: DomainDeviceFlag = 0,
    options?: CallOptions,
  ): Promise<void> => rpc.call(wire.domainAttachDeviceFlags, { domain, xml, flags }, options),

  /** Returns when the guest has been asked; it may take its time. */
  detachDevice: (
    domain: DomainRef,
    xml: string,
    flags: DomainDeviceFlag = 0,
    options?: CallOptions,
  ): Promise<void> => rpc.call(wire.domainDetachDeviceFlags, { domain, xml, flags }, options),

  /** Changes what may change in place: a CD, a VNC password (`<graphics … passwd=…>`), a network link. */
  updateDevice: (
    domain: DomainRef,
    xml: string,
    flags: DomainDeviceFlag = 0,
    options?: CallOptions,
  ): Promise<void> => rpc.call(wire.domainUpdateDeviceFlags, { domain, xml, flags }, options),

  /** A running domain's disk (`vda` or its path). KiB, unless `BlockResizeFlag.bytes`. */
  blockResize: (
    domain: DomainRef,
    disk: string,
    size: number,
    flags: BlockResizeFlag = 0,
    options?: CallOptions,
  ): Promise<void> => rpc.call(wire.domainBlockResize, { domain, disk, size, flags }, options),

  /** Bytes, for a disk by target (`vda`) or path. */
  getBlockInfo: (domain: DomainRef, path: string, options?: CallOptions): Promise<wire.BlockInfo> =>
    rpc.call(wire.domainGetBlockInfo, { domain, path, flags: 0 }, options),
});
