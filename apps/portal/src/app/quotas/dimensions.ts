import {
  type Limits,
  QUOTA_DIMENSIONS,
  type QuotaDimension,
  type SetLimits,
  type Usage,
} from '@vm-manager/contracts';

/** The four that are allocated, in the order in which people read them; two of them have a running side. */
export const ALLOCATED = [
  'vms',
  'vcpus',
  'memoryMiB',
  'diskGiB',
] as const satisfies readonly QuotaDimension[];
export type Allocated = (typeof ALLOCATED)[number];

const RUNNING_SIDE: Partial<Record<Allocated, QuotaDimension>> = {
  vcpus: 'runningVcpus',
  memoryMiB: 'runningMemoryMiB',
};

/** `used` of `limit`, and what a change would add; null is no limit. */
export interface Level {
  readonly dimension: QuotaDimension;
  readonly used: number;
  readonly limit: number | null;
  readonly adds: number;
}

/** One bar: what is allocated and, where it matters, how much of it runs. */
export interface Meter extends Level {
  readonly dimension: Allocated;
  readonly running: Level | null;
}

export function metersOf(usage: Usage, limits: Limits, adds: SetLimits = {}): Meter[] {
  const level = (dimension: QuotaDimension): Level => ({
    dimension,
    used: usage[dimension],
    limit: limits[dimension],
    adds: adds[dimension] ?? 0,
  });
  return ALLOCATED.map((dimension) => {
    const side = RUNNING_SIDE[dimension];
    return { ...level(dimension), dimension, running: side ? level(side) : null };
  });
}

export const after = ({ used, adds }: Level) => used + adds;
/** Only an increase is refused: usage may be above a limit that was lowered. */
export const isBroken = (level: Level) =>
  level.limit !== null && level.adds > 0 && after(level) > level.limit;
export const isFull = ({ used, limit }: Level) => limit !== null && used >= limit;

/** Which limits a change would break, the allocated first, as the API would list them. */
export function brokenLevels(meters: readonly Meter[]): Level[] {
  const levels = [...meters, ...meters.flatMap(({ running }) => (running ? [running] : []))];
  return levels.filter(isBroken);
}

/** A part of the bar in per cent; what goes beyond the limit fills the bar. */
export function share(amount: number, limit: number | null): number {
  if (limit === null) return 0;
  if (limit <= 0) return amount > 0 ? 100 : 0;
  return Math.min(100, Math.max(0, (100 * amount) / limit));
}

/** In per cent; what is used without being allowed at all is full. */
export function shareOf({ used, limit }: Pick<Level, 'used' | 'limit'>): number {
  if (limit === null) return 0;
  return limit > 0 ? (100 * used) / limit : used > 0 ? 100 : 0;
}

/** How near someone is to the nearest of their limits, in per cent; more than 100 when above one. */
export function fullness({
  usage,
  effective,
}: {
  readonly usage: Usage;
  readonly effective: Limits;
}): number {
  return Math.max(
    ...QUOTA_DIMENSIONS.map((dimension) => shareOf({ used: usage[dimension], limit: effective[dimension] })),
  );
}

/** What all of these may use together when each uses all of theirs; null where one of them has no limit. */
export function sumOfLimits(all: readonly Limits[]): Limits {
  const sum = (dimension: QuotaDimension) =>
    all.reduce<number | null>((total, limits) => {
      const limit = limits[dimension];
      return total === null || limit === null ? null : total + limit;
    }, 0);
  return {
    vms: sum('vms'),
    vcpus: sum('vcpus'),
    memoryMiB: sum('memoryMiB'),
    diskGiB: sum('diskGiB'),
    runningVcpus: sum('runningVcpus'),
    runningMemoryMiB: sum('runningMemoryMiB'),
  };
}
