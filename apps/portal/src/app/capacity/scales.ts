import type { HostCapacity } from '@vm-manager/contracts';

export type Resource = 'vcpus' | 'memoryMiB' | 'diskGiB';

/** One resource of a host on one scale: everything in the same unit, so that lengths can be compared. */
export interface Scale {
  readonly resource: Resource;
  readonly physical: number;
  /** The most that may be promised. */
  readonly limit: number;
  /** Promised to machines that run; of disk, to all. */
  readonly promised: number;
  /** Promised if every machine ran; null where it makes no difference. */
  readonly promisedToAll: number | null;
  readonly used: number | null;
  /** What the whole width stands for. */
  readonly full: number;
}

export function scalesOf({ cores, memoryMiB, diskFreeGiB, limits, promised, used }: HostCapacity): Scale[] {
  const physicalDisk = diskFreeGiB + (used.diskGiB ?? 0);
  const scale = (rest: Omit<Scale, 'full'>): Scale => ({
    ...rest,
    full: Math.max(1, rest.physical, rest.limit, rest.promised, rest.promisedToAll ?? 0),
  });
  return [
    scale({
      resource: 'vcpus',
      physical: cores,
      limit: limits.runningVcpus,
      promised: promised.runningVcpus,
      promisedToAll: promised.vcpus,
      used: null,
    }),
    scale({
      resource: 'memoryMiB',
      physical: memoryMiB,
      limit: limits.runningMemoryMiB,
      promised: promised.runningMemoryMiB,
      promisedToAll: promised.memoryMiB,
      used: used.memoryMiB,
    }),
    scale({
      resource: 'diskGiB',
      physical: physicalDisk,
      limit: limits.diskGiB,
      promised: promised.diskGiB,
      promisedToAll: null,
      used: used.diskGiB,
    }),
  ];
}

export const percent = (amount: number, { full }: Scale) => (100 * amount) / full;
/** From here on one should think of what comes next. */
export const isTight = ({ promised, limit }: Scale) => promised >= 0.9 * limit;
