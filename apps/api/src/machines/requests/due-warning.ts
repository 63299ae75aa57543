import { WARNED_BEFORE_MS, WARNINGS, type Warning } from '../../messages/notices/notice-params.js';

/** The latest warning that is due. After a time without a look, earlier ones are skipped. */
export function dueWarning(end: Date, now: Date): Warning | null {
  const left = end.getTime() - now.getTime();
  return WARNINGS.findLast((warning) => left <= WARNED_BEFORE_MS[warning]) ?? null;
}
