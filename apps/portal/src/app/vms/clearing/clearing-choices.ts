import { injectTranslate } from '../../i18n/translate';

const UNUSED_DAYS = [0, 14, 30, 60, 90, 180, 365];
const KEEP_DAYS = [0, 7, 14, 30, 60, 90];

/** What can be chosen of each rule; what was set by other means is one of them, too. Call in an injection context. */
export function injectClearingChoices() {
  const t = injectTranslate();
  const choices = (days: readonly number[], set: number, none: string) =>
    [...new Set([...days, set])]
      .filter((value) => value >= 0)
      .sort((a, b) => a - b)
      .map((value) => ({ value, text: value === 0 ? none : t.count('clearing.days', value) }));
  return {
    unused: (set: number) => choices(UNUSED_DAYS, set, t('clearing.never')),
    keep: (set: number) => choices(KEEP_DAYS, set, t('clearing.not-kept')),
  };
}
