import { type MemberUsage, QUOTA_DIMENSIONS } from '@vm-manager/contracts';
import { type Level, fullness, shareOf } from '../../quotas/dimensions';

/** What the table compares: how near someone is to the nearest of their limits, in whole per cent. */
export const nearness = (use: MemberUsage): number => Math.round(fullness(use));

/** The limit that someone is nearest to; none where nothing limits or nothing is used. */
export function nearestOf({ usage, effective }: MemberUsage): Level | undefined {
  const levels = QUOTA_DIMENSIONS.map((dimension) => ({
    dimension,
    used: usage[dimension],
    limit: effective[dimension],
    adds: 0,
  }));
  const worst = levels.reduce((a, b) => (shareOf(b) > shareOf(a) ? b : a));
  return shareOf(worst) > 0 ? worst : undefined;
}
