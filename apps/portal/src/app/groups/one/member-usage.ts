import type { MemberUsage } from '@vm-manager/contracts';
import { fullness } from '../../quotas/dimensions';

/** What the table compares: how near someone is to the nearest of their limits, in whole per cent. */
export const nearness = (use: MemberUsage): number => Math.round(fullness(use));

/** Ids of people, as a selection wants them. */
export const selectable = (uses: readonly MemberUsage[]) => uses.map((use) => ({ ...use, id: use.userId }));
