import { QUOTA_DIMENSIONS, type QuotaExcess, type SetLimits, type Usage } from '@vm-manager/contracts';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { FREE_DISK_GIB } from '../../hosts/libvirt/volumes.js';
import type { HostRoom } from './host-room.js';

/** What a reservation is measured against. */
export interface Level {
  level: QuotaExcess['level'];
  limits: SetLimits;
  used: Usage;
}

/** The rules of one level that are broken: only what is asked for is looked at, so that giving back is always possible. */
export function excessesOf({ level, limits, used }: Level, asked: Usage): QuotaExcess[] {
  return QUOTA_DIMENSIONS.flatMap((dimension) => {
    const limit = limits[dimension];
    if (typeof limit !== 'number' || asked[dimension] <= 0) return [];
    if (used[dimension] + asked[dimension] <= limit) return [];
    return [{ level, dimension, used: used[dimension], asked: asked[dimension], limit }];
  });
}

/** The rules of a host that are broken. */
export const excessesAt = (room: HostRoom, promised: Usage, asked: Usage): QuotaExcess[] => [
  ...excessesOf({ level: 'host', limits: room.limits, used: promised }, asked),
  ...lackOfFreeDisk(room, asked),
];

/** However much may be promised, no machine starts on a full disk: `limit` is what is free, `asked` what must be. */
export function lackOfFreeDisk({ diskFreeGiB }: HostRoom, { runningVcpus }: Usage): QuotaExcess[] {
  if (runningVcpus <= 0 || diskFreeGiB >= FREE_DISK_GIB) return [];
  const limit = Math.floor(diskFreeGiB);
  return [{ level: 'host', dimension: 'diskGiB', used: 0, asked: FREE_DISK_GIB, limit }];
}

/** Rules that a sentence of their own explains. */
export type SpecialRule = 'member-budget' | 'free-disk' | 'all-hosts';

/** Every rule that is broken; the first one is put into words. `group` is the group's name, `binGiB` what the bin holds at that level. */
export function quotaExceeded(
  exceeded: readonly [QuotaExcess, ...QuotaExcess[]],
  {
    group,
    rule,
    binGiB,
  }: { group?: string | undefined; rule?: SpecialRule | undefined; binGiB?: number } = {},
): ProblemError {
  const [{ level, dimension, used, asked, limit, host }] = exceeded;
  const params = {
    ...{ level, dimension, used, asked, limit },
    ...(group && { group }),
    ...(host && { host }),
    ...(rule && { rule }),
    ...(binGiB && { binGiB }),
  };
  return new ProblemError('quota-exceeded', params, { exceeded: [...exceeded] });
}
