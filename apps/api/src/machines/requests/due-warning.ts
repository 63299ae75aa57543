import { WARNINGS, type Warning } from '../../messages/notices/notice-params.js';

const HOUR_MS = 3600_000;
const BEFORE_MS: Record<Warning, number> = {
  '7-days': 7 * 24 * HOUR_MS,
  '1-day': 24 * HOUR_MS,
  '1-hour': HOUR_MS,
};

/** The latest warning that is due. After a time without a look, earlier ones are skipped. */
export function dueWarning(end: Date, now: Date): Warning | null {
  const left = end.getTime() - now.getTime();
  return WARNINGS.findLast((warning) => left <= BEFORE_MS[warning]) ?? null;
}
