export interface LineQuality {
  /** There and back, in milliseconds; undefined when the portal does not answer. */
  readonly roundTripMs: number | undefined;
  /** Of the screen, since it was opened. */
  readonly bytes: number;
}

/** A person feels what takes longer than the first, and is hindered by what takes longer than the second. */
const BOUNDS_MS = { good: 60, fair: 200 };

export const rated = ({ roundTripMs }: LineQuality) => {
  if (roundTripMs === undefined) return 'away';
  if (roundTripMs <= BOUNDS_MS.good) return 'good';
  return roundTripMs <= BOUNDS_MS.fair ? 'fair' : 'slow';
};

/** How long the portal takes to answer; the first question may have to open a connection. */
export async function measuredRoundTrip(ask: () => Promise<unknown>): Promise<number | undefined> {
  try {
    await ask();
    const askedAt = performance.now();
    await ask();
    return performance.now() - askedAt;
  } catch {
    return undefined;
  }
}
