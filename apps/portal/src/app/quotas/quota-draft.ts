import {
  type Limits,
  type MemberUsage,
  QUOTA_DIMENSIONS,
  type QuotaDimension,
  type SetLimits,
  type Usage,
} from '@vm-manager/contracts';
import { sumOfLimits } from './dimensions';

/** What all of these have in common; a dimension in which they differ is left out. */
export function commonLimits(all: readonly Limits[]): SetLimits {
  const [first, ...others] = all;
  if (!first) return {};
  const common = QUOTA_DIMENSIONS.filter((dimension) =>
    others.every((limits) => limits[dimension] === first[dimension]),
  );
  return Object.fromEntries(common.map((dimension) => [dimension, first[dimension]]));
}

/** What differs from the start: the only thing that is sent, as two people may be setting quotas. */
export function changesOf(start: SetLimits, now: SetLimits): SetLimits {
  const changed = QUOTA_DIMENSIONS.filter(
    (dimension) => now[dimension] !== undefined && (start[dimension] ?? null) !== now[dimension],
  );
  return Object.fromEntries(changed.map((dimension) => [dimension, now[dimension]]));
}

/** The same when an empty field is an answer, too: every dimension in which one of these people has something else. */
export function changesForAll(all: readonly Limits[], now: SetLimits): SetLimits {
  const wanted = QUOTA_DIMENSIONS.map((dimension) => [dimension, now[dimension] ?? null] as const);
  return Object.fromEntries(
    wanted.filter(([dimension, amount]) => all.some((own) => own[dimension] !== amount)),
  );
}

/** What these people may use with the change. What an inherited limit will be, only the API knows: it stays for now. */
export function withChange(
  members: readonly MemberUsage[],
  chosen: ReadonlySet<string>,
  change: SetLimits,
): Limits[] {
  return members.map(({ userId, effective }) => {
    if (!chosen.has(userId)) return effective;
    const amount = (dimension: QuotaDimension) => change[dimension] ?? effective[dimension];
    return { ...effective, ...Object.fromEntries(QUOTA_DIMENSIONS.map((each) => [each, amount(each)])) };
  });
}

/** What a class would use if everyone used all of theirs. */
export function ifAllIsUsed(limits: readonly Limits[]): Usage {
  const sum = sumOfLimits(limits);
  return {
    vms: sum.vms ?? 0,
    vcpus: sum.vcpus ?? 0,
    memoryMiB: sum.memoryMiB ?? 0,
    diskGiB: sum.diskGiB ?? 0,
    runningVcpus: sum.runningVcpus ?? 0,
    runningMemoryMiB: sum.runningMemoryMiB ?? 0,
  };
}
