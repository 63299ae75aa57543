import type { QuotaDimension } from '@vm-manager/contracts';

const isMemory = (dimension: QuotaDimension) => dimension === 'memoryMiB' || dimension === 'runningMemoryMiB';

/** What a field shows: memory in GiB, nothing where there is no limit. */
export function toField(dimension: QuotaDimension, limit: number | null | undefined): string {
  if (typeof limit !== 'number') return '';
  return String(isMemory(dimension) ? Math.round((limit / 1024) * 100) / 100 : limit);
}

/** What was typed, as the API counts it: null for an empty field, undefined for what is no amount. */
export function fromField(dimension: QuotaDimension, text: string): number | null | undefined {
  const typed = text.trim().replace(',', '.');
  if (typed === '') return null;
  const value = Number(typed);
  if (!Number.isFinite(value) || value < 0) return undefined;
  if (isMemory(dimension)) return Math.round(value * 1024);
  return Number.isInteger(value) ? value : undefined;
}
