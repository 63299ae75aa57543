import { WARNED_BEFORE_MS, WARNINGS, type Warning } from '../../messages/notices/notice-params.js';

/** What the owner of a VM was told last: when it goes to the bin, and by which of the warnings. */
export interface Announcement {
  readonly dueAt: Date;
  readonly warned: Warning;
}

export type ClearingStep =
  { do: 'nothing' } | { do: 'call-off' } | { do: 'announce'; announcement: Announcement } | { do: 'clear' };

/**
 * What comes next for a VM that the rules want in the bin at `due` (null: not at all). Each warning is given in its full time: where
 * one was missed, as while the server was off, the date moves. It never comes nearer, and nothing is done before it.
 */
export function clearingStep(told: Announcement | null, due: Date | null, now: Date): ClearingStep {
  const isNear = due !== null && due <= later(now, WARNED_BEFORE_MS['7-days']);
  if (told === null) return isNear ? announce(due, '7-days', now) : { do: 'nothing' };
  if (due === null || (!isNear && due > told.dueAt)) return { do: 'call-off' };
  // Who was told another date is told the new one, and warned again.
  if (due > told.dueAt) return { do: 'announce', announcement: { dueAt: due, warned: '7-days' } };
  const next = WARNINGS[WARNINGS.indexOf(told.warned) + 1];
  if (next === undefined) return { do: now >= told.dueAt ? 'clear' : 'nothing' };
  const isTime = now >= later(told.dueAt, -WARNED_BEFORE_MS[next]);
  return isTime ? announce(told.dueAt, next, now) : { do: 'nothing' };
}

function announce(due: Date, warned: Warning, now: Date): ClearingStep {
  const earliest = later(now, WARNED_BEFORE_MS[warned]);
  return { do: 'announce', announcement: { dueAt: due > earliest ? due : earliest, warned } };
}

const later = (date: Date, ms: number) => new Date(date.getTime() + ms);
