// Bits of virDomain*Flags, by the call that takes them. Combine with `|`; none is 0.

export const DomainListFlag = {
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
} as const;

/** `secure` includes passwords, the VNC one among them; refused on a read-only connection. */
export const DomainXmlFlag = {
  secure: 1 << 0,
  inactive: 1 << 1,
  updateCpu: 1 << 2,
  migratable: 1 << 3,
} as const;

export const DomainDefineFlag = { validate: 1 << 0 } as const;

export const DomainStartFlag = {
  paused: 1 << 0,
  /** Destroyed when this connection ends. */
  autodestroy: 1 << 1,
  bypassCache: 1 << 2,
  /** Throws a managed save image away instead of resuming from it. */
  forceBoot: 1 << 3,
  validate: 1 << 4,
} as const;

/** How to ask the guest; 0 lets libvirt choose. The same bits serve reboot. */
export const DomainShutdownFlag = {
  acpi: 1 << 0,
  guestAgent: 1 << 1,
  initctl: 1 << 2,
  signal: 1 << 3,
  paravirt: 1 << 4,
} as const;

/** `graceful` sends SIGTERM only: the call fails when QEMU does not go by itself. */
export const DomainDestroyFlag = { graceful: 1 << 0, removeLogs: 1 << 1 } as const;

export const DomainSaveFlag = { bypassCache: 1 << 0, running: 1 << 1, paused: 1 << 2 } as const;

export const DomainUndefineFlag = {
  managedSave: 1 << 0,
  snapshotsMetadata: 1 << 1,
  nvram: 1 << 2,
  keepNvram: 1 << 3,
  checkpointsMetadata: 1 << 4,
  tpm: 1 << 5,
  keepTpm: 1 << 6,
} as const;

/** What a change applies to; 0 is the present state, live when running. */
export const DomainAffectFlag = { live: 1 << 0, config: 1 << 1 } as const;

/** Besides `DomainAffectFlag`: `maximum` changes the ceiling instead of the current value. */
export const DomainMemoryFlag = { ...DomainAffectFlag, maximum: 1 << 2 } as const;
export const DomainVcpuFlag = {
  ...DomainAffectFlag,
  maximum: 1 << 2,
  guest: 1 << 3,
  hotpluggable: 1 << 4,
} as const;
export const DomainDeviceFlag = { ...DomainAffectFlag, force: 1 << 2 } as const;

/** Without it the size is in KiB. */
export const BlockResizeFlag = { bytes: 1 << 0 } as const;

/** Which groups of statistics; 0 is all that libvirt has. */
export const DomainStatsGroup = {
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
} as const;

/** Besides the `active … other` bits of `DomainListFlag`. `nowait` skips what a busy domain would make it wait for. */
export const DomainStatsFlag = { nowait: 2 ** 29, backing: 2 ** 30, enforceStats: 2 ** 31 } as const;

/** `force` ends a console session somebody else has. */
export const DomainConsoleFlag = { force: 1 << 0, safe: 1 << 1 } as const;

export const SnapshotCreateFlag = {
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
} as const;

export const SnapshotListFlag = {
  roots: 1 << 0,
  metadata: 1 << 1,
  leaves: 1 << 2,
  topological: 1 << 10,
} as const;
export const SnapshotRevertFlag = {
  running: 1 << 0,
  paused: 1 << 1,
  force: 1 << 2,
  resetNvram: 1 << 3,
} as const;
export const SnapshotDeleteFlag = { children: 1 << 0, metadataOnly: 1 << 1, childrenOnly: 1 << 2 } as const;
