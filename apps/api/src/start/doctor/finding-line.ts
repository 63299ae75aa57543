import type { PlatformCheck } from '@vm-manager/contracts';

const SIGNS: Record<PlatformCheck['status'], string> = { ok: '✓', wrong: '✗', 'not-examined': '?' };
const WIDTH = 20;

/** For the terminal: what it is, how it is, and below it what mends it. */
export function lineOf({ title, status, detail, mend }: PlatformCheck): string {
  const state = [status === 'ok' ? 'ok' : '', detail].filter(Boolean).join(' · ');
  const lines = `${SIGNS[status]} ${title.padEnd(WIDTH)} ${state}`.split('\n');
  return [...lines, ...(mend ? [`→ ${mend}`] : [])].join(`\n  ${' '.repeat(WIDTH)} `);
}
