import type { Difference } from './quota-verification.js';

/** A line for the person at the terminal. */
export function differenceText({ vmId, name, found, expected }: Difference): string {
  if (!expected) return `${vmId}: charged, but there is no such VM`;
  if (!found) return `${vmId} (${name}): not charged at all`;
  const parts = (Object.keys(expected) as (keyof typeof expected)[])
    .filter((key) => found[key] !== expected[key])
    .map((key) => `${key} ${found[key] ?? 'none'} instead of ${expected[key] ?? 'none'}`);
  return `${vmId} (${name}): ${parts.join(', ')}`;
}
