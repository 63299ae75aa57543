import { flagsOf, type Flags } from '../protocol/flags.js';

// Bits of virDomain*Flags, by the call that takes them.

const AFFECT = { live: 1 << 0, config: 1 << 1 };

export const DomainListFlag = flagsOf<'DomainList'>()({
  active: 1 << 0,
  inactive: 1 << 1,
  persistent: 1 << 2,
  transient: 1 << 3,
  running: 1 << 4,
  paused: 1 << 5,
  shutoff: 1 << 6,
  other: 1 << 7,
  withManagedSave: 1 << 8,
  withoutManagedSave: 1 << 9,
  autostart: 1 << 10,
  noAutostart: 1 << 11,
  withSnapshot: 1 << 12,
  withoutSnapshot: 1 << 13,
});
export type DomainListFlag = Flags<'DomainList'>;

/** `secure` includes passwords, the VNC one among them; refused on a read-only connection. */
export const DomainXmlFlag = flagsOf<'DomainXml'>()({
  secure: 1 << 0,
  inactive: 1 << 1,
  updateCpu: 1 << 2,
  migratable: 1 << 3,
});
export type DomainXmlFlag = Flags<'DomainXml'>;

export const DomainDefineFlag = flagsOf<'DomainDefine'>()({ validate: 1 << 0 });
export type DomainDefineFlag = Flags<'DomainDefine'>;

export const DomainStartFlag = flagsOf<'DomainStart'>()({
  paused: 1 << 0,
  /** Destroyed when this connection ends. */
  autodestroy: 1 << 1,
  bypassCache: 1 << 2,
  /** Throws a managed save image away instead of resuming from it. */
  forceBoot: 1 << 3,
  validate: 1 << 4,
});
export type DomainStartFlag = Flags<'DomainStart'>;

/** How to ask the guest; 0 lets libvirt choose. The same bits serve reboot. */
export const DomainShutdownFlag = flagsOf<'DomainShutdown'>()({
  acpi: 1 << 0,
  guestAgent: 1 << 1,
  initctl: 1 << 2,
  signal: 1 << 3,
  paravirt: 1 << 4,
});
export type DomainShutdownFlag = Flags<'DomainShutdown'>;

/** `graceful` sends SIGTERM only: the call fails when QEMU does not go by itself. */
export const DomainDestroyFlag = flagsOf<'DomainDestroy'>()({ graceful: 1 << 0, removeLogs: 1 << 1 });
export type DomainDestroyFlag = Flags<'DomainDestroy'>;

export const DomainSaveFlag = flagsOf<'DomainSave'>()({
  bypassCache: 1 << 0,
  running: 1 << 1,
  paused: 1 << 2,
});
export type DomainSaveFlag = Flags<'DomainSave'>;

export const DomainUndefineFlag = flagsOf<'DomainUndefine'>()({
  managedSave: 1 << 0,
  snapshotsMetadata: 1 << 1,
  nvram: 1 << 2,
  keepNvram: 1 << 3,
  checkpointsMetadata: 1 << 4,
  tpm: 1 << 5,
  keepTpm: 1 << 6,
});
export type DomainUndefineFlag = Flags<'DomainUndefine'>;

/** What a change applies to; 0 is the present state, live when running. */
export const DomainAffectFlag = flagsOf<'DomainAffect'>()(AFFECT);
export type DomainAffectFlag = Flags<'DomainAffect'>;

/** Besides `DomainAffectFlag`: `maximum` changes the ceiling instead of the current value. */
export const DomainMemoryFlag = flagsOf<'DomainMemory'>()({ ...AFFECT, maximum: 1 << 2 });
export type DomainMemoryFlag = Flags<'DomainMemory'>;
export const DomainVcpuFlag = flagsOf<'DomainVcpu'>()({
  ...AFFECT,
  maximum: 1 << 2,
  guest: 1 << 3,
  hotpluggable: 1 << 4,
});
export type DomainVcpuFlag = Flags<'DomainVcpu'>;
export const DomainDeviceFlag = flagsOf<'DomainDevice'>()({ ...AFFECT, force: 1 << 2 });
export type DomainDeviceFlag = Flags<'DomainDevice'>;

/** Without it the size is in KiB. */
export const BlockResizeFlag = flagsOf<'BlockResize'>()({ bytes: 1 << 0 });
export type BlockResizeFlag = Flags<'BlockResize'>;

/** Which groups of statistics; 0 is all that libvirt has. */
export const DomainStatsGroup = flagsOf<'DomainStatsGroup'>()({
  state: 1 << 0,
  cpuTotal: 1 << 1,
  balloon: 1 << 2,
  vcpu: 1 << 3,
  interface: 1 << 4,
  block: 1 << 5,
  perf: 1 << 6,
  iothread: 1 << 7,
  memory: 1 << 8,
  dirtyRate: 1 << 9,
  vm: 1 << 10,
});
export type DomainStatsGroup = Flags<'DomainStatsGroup'>;

/** Besides the `active … other` bits of `DomainListFlag`. `nowait` skips what a busy domain would make it wait for. */
export const DomainStatsFlag = flagsOf<'DomainStats'>()({
  nowait: 2 ** 29,
  backing: 2 ** 30,
  enforceStats: 2 ** 31,
});
export type DomainStatsFlag = Flags<'DomainStats'>;

/** `force` ends a console session somebody else has. */
export const DomainConsoleFlag = flagsOf<'DomainConsole'>()({ force: 1 << 0, safe: 1 << 1 });
export type DomainConsoleFlag = Flags<'DomainConsole'>;

export const SnapshotCreateFlag = flagsOf<'SnapshotCreate'>()({
  redefine: 1 << 0,
  current: 1 << 1,
  noMetadata: 1 << 2,
  halt: 1 << 3,
  diskOnly: 1 << 4,
  reuseExternal: 1 << 5,
  quiesce: 1 << 6,
  atomic: 1 << 7,
  live: 1 << 8,
  validate: 1 << 9,
});
export type SnapshotCreateFlag = Flags<'SnapshotCreate'>;

export const SnapshotListFlag = flagsOf<'SnapshotList'>()({
  roots: 1 << 0,
  metadata: 1 << 1,
  leaves: 1 << 2,
  topological: 1 << 10,
});
export type SnapshotListFlag = Flags<'SnapshotList'>;
export const SnapshotRevertFlag = flagsOf<'SnapshotRevert'>()({
  running: 1 << 0,
  paused: 1 << 1,
  force: 1 << 2,
  resetNvram: 1 << 3,
});
export type SnapshotRevertFlag = Flags<'SnapshotRevert'>;
export const SnapshotDeleteFlag = flagsOf<'SnapshotDelete'>()({
  children: 1 << 0,
  metadataOnly: 1 << 1,
  childrenOnly: 1 << 2,
});
export type SnapshotDeleteFlag = Flags<'SnapshotDelete'>;

/** `completed` asks for the last finished job, `keepCompleted` leaves it there to be asked again. */
export const JobStatsFlag = flagsOf<'JobStats'>()({ completed: 1 << 0, keepCompleted: 1 << 1 });
export type JobStatsFlag = Flags<'JobStats'>;

/** `active` merges the layer in use; `delete` removes files that were merged; `relative` keeps relative names. */
export const BlockCommitFlag = flagsOf<'BlockCommit'>()({
  shallow: 1 << 0,
  delete: 1 << 1,
  active: 1 << 2,
  relative: 1 << 3,
});
export type BlockCommitFlag = Flags<'BlockCommit'>;

/** `async` does not wait for the end; `pivot` goes over to the copy. */
export const BlockJobAbortFlag = flagsOf<'BlockJobAbort'>()({ async: 1 << 0, pivot: 1 << 1 });
export type BlockJobAbortFlag = Flags<'BlockJobAbort'>;

export const BackupBeginFlag = flagsOf<'BackupBegin'>()({ reuseExternal: 1 << 0 });
export type BackupBeginFlag = Flags<'BackupBegin'>;

export const CheckpointCreateFlag = flagsOf<'CheckpointCreate'>()({
  redefine: 1 << 0,
  quiesce: 1 << 1,
  redefineValidate: 1 << 2,
});
export type CheckpointCreateFlag = Flags<'CheckpointCreate'>;

export const CheckpointListFlag = flagsOf<'CheckpointList'>()({
  roots: 1 << 0,
  topological: 1 << 1,
  leaves: 1 << 2,
  noLeaves: 1 << 3,
});
export type CheckpointListFlag = Flags<'CheckpointList'>;

/** `size` adds how many bytes changed since, as of now. */
export const CheckpointXmlFlag = flagsOf<'CheckpointXml'>()({
  secure: 1 << 0,
  noDomain: 1 << 1,
  size: 1 << 2,
});
export type CheckpointXmlFlag = Flags<'CheckpointXml'>;

export const CheckpointDeleteFlag = flagsOf<'CheckpointDelete'>()({
  children: 1 << 0,
  metadataOnly: 1 << 1,
  childrenOnly: 1 << 2,
});
export type CheckpointDeleteFlag = Flags<'CheckpointDelete'>;
