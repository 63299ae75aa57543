import { type Signal, computed, effect, inject, signal } from '@angular/core';
import { toApiProblem } from '../http/api-problem';
import { Clock } from '../time/clock';
import { finalityOf } from './situation';
import type { Phase } from './console-screen';

/**
 * Waits before one try and the next: a hiccup is bridged at once; a restart takes ten seconds or so, and whoever waits for it sees
 * the screen again within three; then they grow, as what is away for longer is nothing that hurries.
 */
const WAITS_SECONDS = [1, 2, 2, 2, 2, 2, 2, 4, 8, 15, 30];
/** A machine that is on its way has its screen in a moment. */
const ON_ITS_WAY_SECONDS = 2;
/** A screen that was seen this long counts as good: what happens after begins anew. */
const GOOD_MS = 10_000;

/** A process that restarts is one of several: the next try goes to another one. Spread, so that a class does not come at once. */
export const waitAfterRestart = (chance: number): number => (1 + 2 * chance) / 4;

/** Seconds before the next try; `chance`, 0 to 1, keeps thirty browsers from coming in the same instant. */
export function waitBefore(failures: number, chance: number): number {
  const wait = WAITS_SECONDS[Math.min(failures, WAITS_SECONDS.length - 1)] ?? 30;
  return wait * (0.5 + chance);
}

/** How long to wait at least, or undefined when trying again by itself would not help. */
export function hopeIn(phase: Phase): { atLeastSeconds: number } | undefined {
  if (phase.name === 'ended') {
    return finalityOf(phase.why) ? undefined : { atLeastSeconds: 0 };
  }
  if (phase.name !== 'refused') return undefined;
  const problem = toApiProblem(phase.error);
  if (problem.code === 'not-possible-now') return { atLeastSeconds: ON_ITS_WAY_SECONDS };
  const isPassing = problem.ownReason === 'unreachable' || problem.status === 429 || problem.status >= 500;
  return isPassing ? { atLeastSeconds: problem.retryAfterSeconds ?? 0 } : undefined;
}

/** Asks for a lost screen again by itself; says in how many seconds. Call in an injection context. */
export function injectScreenRetry(
  phase: Signal<Phase>,
  reconnect: () => void,
  chance: () => number = Math.random,
): Signal<number | undefined> {
  const clock = inject(Clock);
  const nextAt = signal<number | undefined>(undefined);
  let failures = 0;
  let seenSince: number | undefined;

  // Timers and the network's own events are outside the signal graph.
  effect((onCleanup) => {
    const now = phase();
    nextAt.set(undefined);
    if (now.name === 'connecting' || now.name === 'off') return;
    if (now.name === 'connected') {
      seenSince = Date.now();
      return;
    }
    if (seenSince !== undefined && Date.now() - seenSince >= GOOD_MS) failures = 0;
    seenSince = undefined;
    const hope = hopeIn(now);
    if (!hope) return;
    const isRestart = now.name === 'ended' && now.why === 'restarting' && failures === 0;
    const seconds = isRestart ? waitAfterRestart(chance()) : waitBefore(failures, chance());
    failures += 1;
    const wait = 1000 * Math.max(hope.atLeastSeconds, seconds);
    nextAt.set(Date.now() + wait);
    const timer = setTimeout(reconnect, wait);
    window.addEventListener('online', reconnect);
    onCleanup(() => {
      clearTimeout(timer);
      window.removeEventListener('online', reconnect);
    });
  });
  return computed(() => {
    const at = nextAt();
    return at === undefined ? undefined : Math.max(1, Math.ceil((at - clock.second()) / 1000));
  });
}
