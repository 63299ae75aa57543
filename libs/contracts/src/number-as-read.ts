import type { Language } from './language.js';

/** "20 000" in French, "20,000" in English. */
export const numberAsRead = (value: number | string, language: Language): string =>
  new Intl.NumberFormat(language).format(Number(value));
