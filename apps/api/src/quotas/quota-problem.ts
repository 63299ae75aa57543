import type { QuotaExcess } from '@vm-manager/contracts';
import { ProblemError } from '../http/problem-error.js';

/** Every rule that is broken; the first one is put into words. `group` is the group's name. */
export function quotaExceeded(
  exceeded: readonly [QuotaExcess, ...QuotaExcess[]],
  group?: string,
): ProblemError {
  const [{ level, dimension, used, asked, limit }] = exceeded;
  const params = { level, dimension, used, asked, limit, ...(group === undefined ? {} : { group }) };
  return new ProblemError('quota-exceeded', params, { exceeded: [...exceeded] });
}
