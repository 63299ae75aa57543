export { connect, LibvirtConnection, type ConnectOptions } from './connection/connect.js';
export { LibvirtErrorCode } from './connection/error-codes.js';
export {
  isLibvirtError,
  LibvirtAgentError,
  LibvirtMonitorError,
  LibvirtConnectionError,
  LibvirtError,
  LibvirtTimeoutError,
  type ConnectionFailure,
} from './connection/errors.js';
export type { KeepaliveOptions } from './connection/keepalive.js';
export {
  ReconnectingLibvirt,
  type ConnectionEvents,
  type ReconnectingOptions,
} from './connection/reconnecting-libvirt.js';
export type { RetryOptions } from './connection/retry-delays.js';
export type { CallOptions, OpenedStream, RpcChannel } from './connection/rpc-channel.js';
export { resolveSocketPath, socketCandidates } from './connection/socket-path.js';
export { unixSocket, type Transport } from './connection/transport.js';
export type { DomainInfo } from './domains/domain-condition.js';
export * from './domains/domain-flags.js';
export type { AddressSource, GuestAddress, GuestInterface } from './domains/domain-guest.js';
export {
  toDomainStatistics,
  type DiskStatistics,
  type DomainStatistics,
  type InterfaceStatistics,
  type MemoryStatistics,
} from './domains/domain-statistics.js';
export type { MetadataSlot, NewMetadata } from './domains/domain-metadata.js';
export type { KeycodeSet, Screenshot } from './domains/domain-screen.js';
export { toDomainState, type DomainState, type DomainStateAndReason } from './domains/domain-state.js';
export type { Domains } from './domains/domains.js';
export type { QemuMonitor } from './domains/qemu-monitor.js';
export type { AgentCommandOptions, GuestAgent } from './domains/guest-agent.js';
export type { BlockJobStatus, BlockJobType } from './domains/block-job-names.js';
export type { Checkpoints } from './domains/checkpoints.js';
export type { BlockJob, DomainJob } from './domains/domain-jobs.js';
export type { Snapshots } from './domains/snapshots.js';
export type { DomainEvents, Subscription } from './events/domain-events.js';
export type {
  DomainAgentEvent,
  DomainBlockJobEvent,
  DomainEventKind,
  DomainEventMap,
  DomainGraphicsEvent,
  DomainJobCompletedEvent,
  DomainLifecycleEvent,
  DomainMetadataEvent,
  DomainRebootEvent,
} from './events/event-kinds.js';
export type { LifecycleEventName } from './events/lifecycle-names.js';
export type { DomainCapabilitiesQuery, Host, NodeInfo, NodeMemory } from './host/host.js';
export { LibvirtClient } from './libvirt-client.js';
export { NetworkListFlag, NetworkXmlFlag, type Networks } from './networks/networks.js';
export type { BlockInfo } from './protocol/device-procedures.js';
export type { DomainStats } from './protocol/domain-procedures.js';
export { allOf, type Flag, type Flags } from './protocol/flags.js';
export type { DhcpLease } from './protocol/network-procedures.js';
export type { Procedure } from './protocol/procedure.js';
export type {
  CheckpointRef,
  DomainRef,
  NetworkRef,
  SnapshotRef,
  StoragePoolRef,
  StorageVolumeRef,
} from './protocol/shapes.js';
export type { TypedParameters, TypedValue } from './protocol/typed-parameters.js';
export * from './storage/storage-flags.js';
export type { StoragePoolInfo, StoragePools } from './storage/storage-pools.js';
export type { ByteRange, StorageVolumeInfo, StorageVolumes } from './storage/storage-volumes.js';
export type { RpcStream, StreamMode } from './streams/rpc-stream.js';
export { StreamHole } from './streams/stream-hole.js';
export { XdrError } from './xdr/xdr-error.js';
