const MINUTE_MS = 60_000;

/** A page of sixty machines on which everything moves takes eight of each in a minute. */
export const PICTURES_PER_MINUTE = 600;

/** A card is drawn anew every 8 seconds at most (seen-screen.ts). Who takes more pictures of one machine than this watches it. */
export const GLANCES = { most: 3, withinMs: 20_000 };

/** Nobody glances for minutes: pictures of one machine that go on for so long, none of them missing for longer, are watching too. */
export const STREAM = { afterMs: 5 * MINUTE_MS, brokenByMs: MINUTE_MS };

/** Counts the pictures that people ask for. In this process only, as it limits what they cost this process. */
export class PictureCounts {
  private readonly minutes = new Map<string, { since: number; count: number }>();
  private readonly glances = new Map<string, { since: number; times: number[] }>();

  /** Of how many something is kept. */
  get size(): number {
    return this.minutes.size + this.glances.size;
  }

  /** Seconds to wait; 0 when this picture may be taken. */
  secondsToWait(userId: string, now: number): number {
    forget(this.minutes, ({ since }) => now - since >= MINUTE_MS);
    const minute = this.minutes.get(userId) ?? { since: now, count: 0 };
    this.minutes.set(userId, minute);
    if (minute.count >= PICTURES_PER_MINUTE) return Math.ceil((minute.since + MINUTE_MS - now) / 1000);
    minute.count++;
    return 0;
  }

  /** Whether this picture of somebody else's machine is one of so many that it is watching. */
  isWatching(userId: string, vmId: string, now: number): boolean {
    const isBroken = ({ times }: { times: number[] }) => now - (times.at(-1) ?? 0) >= STREAM.brokenByMs;
    forget(this.glances, isBroken);
    const key = `${userId} ${vmId}`;
    const known = this.glances.get(key);
    const { since, times: before } = known && !isBroken(known) ? known : { since: now, times: [] };
    const recent = before.filter((at) => now - at < GLANCES.withinMs);
    const times = [...recent, now].slice(-GLANCES.most - 1);
    // To the end of the row: one who goes on looking does not stand before those who have left.
    this.glances.delete(key);
    this.glances.set(key, { since, times });
    return times.length > GLANCES.most || now - since >= STREAM.afterMs;
  }
}

/** In the order in which they get old, so that looking stops at the first that is still of use. */
function forget<Value>(map: Map<string, Value>, isOld: (value: Value) => boolean): void {
  for (const [key, value] of map) {
    if (!isOld(value)) return;
    map.delete(key);
  }
}
