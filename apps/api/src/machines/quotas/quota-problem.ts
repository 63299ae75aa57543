import type { QuotaExcess } from '@vm-manager/contracts';
import { ProblemError } from '../../foundation/problems/problem-error.js';

/** Rules that a sentence of their own explains. */
export type SpecialRule = 'member-budget' | 'free-disk' | 'all-hosts';

/** Every rule that is broken; the first one is put into words. `group` is the group's name. */
export function quotaExceeded(
  exceeded: readonly [QuotaExcess, ...QuotaExcess[]],
  { group, rule }: { group?: string | undefined; rule?: SpecialRule | undefined } = {},
): ProblemError {
  const [{ level, dimension, used, asked, limit, host }] = exceeded;
  const params = {
    ...{ level, dimension, used, asked, limit },
    ...(group && { group }),
    ...(host && { host }),
    ...(rule && { rule }),
  };
  return new ProblemError('quota-exceeded', params, { exceeded: [...exceeded] });
}
