import { QUOTA_DIMENSIONS, type QuotaExcess, type SetLimits, type Usage } from '@vm-manager/contracts';

/** The rules of one level that are broken: only what is asked for is looked at, so that giving back is always possible. */
export function excessesOf(
  level: QuotaExcess['level'],
  limits: SetLimits,
  used: Usage,
  asked: Usage,
): QuotaExcess[] {
  return QUOTA_DIMENSIONS.flatMap((dimension) => {
    const limit = limits[dimension];
    if (typeof limit !== 'number' || asked[dimension] <= 0) return [];
    if (used[dimension] + asked[dimension] <= limit) return [];
    return [{ level, dimension, used: used[dimension], asked: asked[dimension], limit }];
  });
}
