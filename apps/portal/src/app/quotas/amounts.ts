import { inject } from '@angular/core';
import { type QuotaDimension, type SetLimits, QUOTA_DIMENSIONS } from '@vm-manager/contracts';
import { decimal } from '../i18n/format';
import { Languages } from '../i18n/languages';
import { injectSizes } from '../i18n/sizes';
import { injectTranslate } from '../i18n/translate';

const isMemory = (dimension: QuotaDimension) => dimension === 'memoryMiB' || dimension === 'runningMemoryMiB';

/** Writes amounts of any dimension as people compare them. */
export function injectAmounts() {
  const t = injectTranslate();
  const sizes = injectSizes();
  const languages = inject(Languages);
  const number = (value: number) => decimal(value, languages.active());

  const text = (dimension: QuotaDimension, value: number): string => {
    if (dimension === 'vms') return t.count('quota.vms-value', value);
    if (dimension === 'diskGiB') return sizes.disk(value);
    return isMemory(dimension) ? (value === 0 ? sizes.disk(0) : sizes.memory(value)) : sizes.vcpus(value);
  };
  /** "3 sur 4", "6 sur 8 Gio": what is on the left has the unit of what is on the right. */
  const ofLimit = (dimension: QuotaDimension, value: number, limit: number | null): string => {
    if (limit === null) return text(dimension, value);
    if (!isMemory(dimension) && dimension !== 'diskGiB')
      return t('quota.of', { used: number(value), limit: number(limit) });
    const inGiB = isMemory(dimension) && (limit >= 1024 || limit === 0);
    return t('quota.of', { used: number(inGiB ? value / 1024 : value), limit: text(dimension, limit) });
  };
  const list = (parts: readonly string[]) =>
    new Intl.ListFormat(languages.active(), { type: 'conjunction' }).format(parts);
  return {
    text,
    ofLimit,
    list,
    /** "4 vCPU, 8 Gio de mémoire": amounts that stand without a table around them. */
    all: (amounts: SetLimits): string =>
      list(
        QUOTA_DIMENSIONS.flatMap((dimension) => {
          const value = amounts[dimension];
          if (typeof value !== 'number') return [];
          return [t(`quota.phrase.${dimension}`, { amount: text(dimension, value) })];
        }),
      ),
  };
}
export type Amounts = ReturnType<typeof injectAmounts>;
