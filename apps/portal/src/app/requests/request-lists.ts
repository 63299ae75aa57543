import { QUOTA_DIMENSIONS, type ResourceRequest } from '@vm-manager/contracts';

/** A list after a push: changed in its place, or in front when it is new. */
export function withRequest(known: ResourceRequest[], pushed: ResourceRequest): ResourceRequest[] {
  const at = known.findIndex(({ id }) => id === pushed.id);
  return at < 0 ? [pushed, ...known] : known.with(at, pushed);
}

/** Two lists as one, each request once; both are kept current, so either says what is so. */
export function merged(
  one: readonly ResourceRequest[],
  other: readonly ResourceRequest[],
): ResourceRequest[] {
  const known = new Set(one.map(({ id }) => id));
  return [...one, ...other.filter(({ id }) => !known.has(id))];
}

/**
 * What waits for a decision, the oldest first, and what is over. A request that was waiting when the page was opened stays
 * where it was when someone decides it, so that nothing moves under the hand.
 */
export function sorted(
  requests: readonly ResourceRequest[],
  wasPending: ReadonlySet<string>,
): { waiting: ResourceRequest[]; over: ResourceRequest[] } {
  const waits = ({ id, state }: ResourceRequest) => state === 'pending' || wasPending.has(id);
  return {
    waiting: requests.filter(waits).sort((a, b) => a.createdAt.localeCompare(b.createdAt)),
    over: requests
      .filter((request) => !waits(request))
      .sort((a, b) => (b.decidedAt ?? b.createdAt).localeCompare(a.decidedAt ?? a.createdAt)),
  };
}

/** Whether the quota has become as large as what is asked for: accepting would change nothing. */
export function isOvertaken({ vm, want, effective }: ResourceRequest): boolean {
  if (vm) return false;
  return QUOTA_DIMENSIONS.every((dimension) => {
    const [asked, now] = [want[dimension], effective[dimension]];
    return typeof asked !== 'number' || now === null || now >= asked;
  });
}

const WEEK_MS = 7 * 24 * 3600_000;

/** As long again as it was granted for, a week at least. */
export function prolongedUntil({ decidedAt, createdAt, grantedUntil }: ResourceRequest, now: number): string {
  const end = Date.parse(grantedUntil ?? new Date(now).toISOString());
  const length = Math.max(WEEK_MS, end - Date.parse(decidedAt ?? createdAt));
  return new Date(Math.max(end, now) + length).toISOString();
}
