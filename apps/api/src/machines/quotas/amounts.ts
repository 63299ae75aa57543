import {
  QUOTA_DIMENSIONS,
  type Limits,
  type QuotaDimension,
  type SetLimits,
  type Usage,
} from '@vm-manager/contracts';

const perDimension = <T>(amount: (dimension: QuotaDimension) => T) =>
  Object.fromEntries(QUOTA_DIMENSIONS.map((dimension) => [dimension, amount(dimension)])) as Record<
    QuotaDimension,
    T
  >;

export const NOTHING: Usage = perDimension(() => 0);
export const NO_LIMITS: Limits = perDimension(() => null);

/** What is absent stays as it is; null takes the limit away. */
export const changed = (limits: SetLimits, change: SetLimits): Limits =>
  perDimension((dimension) => {
    const amount = change[dimension];
    return amount === undefined ? (limits[dimension] ?? null) : amount;
  });

export const plus = (one: Usage, other: Usage): Usage =>
  perDimension((dimension) => one[dimension] + other[dimension]);

export const minus = (one: Usage, other: Usage): Usage =>
  perDimension((dimension) => one[dimension] - other[dimension]);

/** Per dimension the largest of those that say something; null when none does. */
export const largestOf = (all: readonly SetLimits[]): Limits =>
  perDimension((dimension) => {
    const amounts = all.map((limits) => limits[dimension]).filter((amount) => typeof amount === 'number');
    return amounts.length === 0 ? null : Math.max(...amounts);
  });

/** Per dimension the first that says something. */
export const firstOf = (...all: readonly SetLimits[]): Limits =>
  perDimension(
    (dimension) =>
      all.map((limits) => limits[dimension]).find((amount) => typeof amount === 'number') ?? null,
  );

/** No limit stays none. */
export const raisedBy = (limits: Limits, amounts: SetLimits): Limits =>
  perDimension((dimension) => {
    const limit = limits[dimension];
    return limit === null ? null : limit + (amounts[dimension] ?? 0);
  });
