// Bits of virStorage*Flags, by the call that takes them.

export const StoragePoolListFlag = {
  inactive: 1 << 0,
  active: 1 << 1,
  persistent: 1 << 2,
  transient: 1 << 3,
  autostart: 1 << 4,
  noAutostart: 1 << 5,
  directory: 1 << 6,
} as const;

export const StoragePoolBuildFlag = {
  repair: 1 << 0,
  resize: 1 << 1,
  noOverwrite: 1 << 2,
  overwrite: 1 << 3,
} as const;
export const StoragePoolCreateFlag = {
  build: 1 << 0,
  buildOverwrite: 1 << 1,
  buildNoOverwrite: 1 << 2,
} as const;
export const StorageVolumeCreateFlag = {
  preallocateMetadata: 1 << 0,
  reflink: 1 << 1,
  validate: 1 << 2,
} as const;
export const StorageVolumeDeleteFlag = { zeroed: 1 << 0, withSnapshots: 1 << 1 } as const;
export const StorageVolumeResizeFlag = { allocate: 1 << 0, delta: 1 << 1, shrink: 1 << 2 } as const;
