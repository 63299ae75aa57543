import { type Limits, QUOTA_DIMENSIONS, type SetLimits } from '@vm-manager/contracts';

/** Of what was typed, what is more than now. */
export function largerThan(now: Limits, typed: SetLimits): SetLimits {
  const larger = QUOTA_DIMENSIONS.filter((dimension) => {
    const [limit, amount] = [now[dimension], typed[dimension]];
    return typeof amount === 'number' && limit !== null && amount > limit;
  });
  return Object.fromEntries(larger.map((dimension) => [dimension, typed[dimension]]));
}

/** What a decision grants; undefined when that is everything that was asked for. */
export function grantOf(want: SetLimits, typed: SetLimits): SetLimits | undefined {
  const asked = QUOTA_DIMENSIONS.filter((dimension) => typeof want[dimension] === 'number');
  const granted = asked.filter((dimension) => typeof typed[dimension] === 'number');
  if (granted.length === asked.length && granted.every((dimension) => typed[dimension] === want[dimension]))
    return undefined;
  return Object.fromEntries(granted.map((dimension) => [dimension, typed[dimension]]));
}
