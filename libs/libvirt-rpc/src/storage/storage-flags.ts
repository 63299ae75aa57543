import { flagsOf, type Flags } from '../protocol/flags.js';

// Bits of virStorage*Flags, by the call that takes them.

export const StoragePoolListFlag = flagsOf<'StoragePoolList'>()({
  inactive: 1 << 0,
  active: 1 << 1,
  persistent: 1 << 2,
  transient: 1 << 3,
  autostart: 1 << 4,
  noAutostart: 1 << 5,
  directory: 1 << 6,
});
export type StoragePoolListFlag = Flags<'StoragePoolList'>;

export const StoragePoolBuildFlag = flagsOf<'StoragePoolBuild'>()({
  repair: 1 << 0,
  resize: 1 << 1,
  noOverwrite: 1 << 2,
  overwrite: 1 << 3,
});
export type StoragePoolBuildFlag = Flags<'StoragePoolBuild'>;
export const StoragePoolCreateFlag = flagsOf<'StoragePoolCreate'>()({
  build: 1 << 0,
  buildOverwrite: 1 << 1,
  buildNoOverwrite: 1 << 2,
});
export type StoragePoolCreateFlag = Flags<'StoragePoolCreate'>;
export const StoragePoolDeleteFlag = flagsOf<'StoragePoolDelete'>()({ zeroed: 1 << 0 });
export type StoragePoolDeleteFlag = Flags<'StoragePoolDelete'>;
export const StoragePoolXmlFlag = flagsOf<'StoragePoolXml'>()({ inactive: 1 << 0 });
export type StoragePoolXmlFlag = Flags<'StoragePoolXml'>;
export const StorageVolumeCreateFlag = flagsOf<'StorageVolumeCreate'>()({
  preallocateMetadata: 1 << 0,
  reflink: 1 << 1,
  validate: 1 << 2,
});
export type StorageVolumeCreateFlag = Flags<'StorageVolumeCreate'>;
export const StorageVolumeDeleteFlag = flagsOf<'StorageVolumeDelete'>()({
  zeroed: 1 << 0,
  withSnapshots: 1 << 1,
});
export type StorageVolumeDeleteFlag = Flags<'StorageVolumeDelete'>;
export const StorageVolumeResizeFlag = flagsOf<'StorageVolumeResize'>()({
  allocate: 1 << 0,
  delta: 1 << 1,
  shrink: 1 << 2,
});
export type StorageVolumeResizeFlag = Flags<'StorageVolumeResize'>;
