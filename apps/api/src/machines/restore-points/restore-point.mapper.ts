import type { RestorePoint } from '@vm-manager/contracts';
import type { RestorePointEntity } from './restore-point.entity.js';

export const toRestorePoint = ({
  vmId: _vmId,
  vm: _vm,
  isMade: _isMade,
  ownMiB: _ownMiB,
  imageMiB: _imageMiB,
  createdAt,
  ...point
}: RestorePointEntity): RestorePoint => ({ ...point, createdAt: createdAt.toISOString() });
