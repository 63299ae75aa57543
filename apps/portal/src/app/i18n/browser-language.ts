import type { Language } from '@vm-manager/contracts';

const STORED = 'vmm.language';

/** Each language is written in itself, so that everyone finds their own. */
export const LANGUAGE_NAMES: Record<Language, string> = { fr: 'Français', en: 'English' };

/** This browser's last choice, else its own language. */
export const browserLanguage = (): Language =>
  languageOf([localStorage.getItem(STORED) ?? '', ...navigator.languages]);

export const rememberLanguage = (language: Language): void => localStorage.setItem(STORED, language);

const isSpoken = (language: string): language is Language => Object.hasOwn(LANGUAGE_NAMES, language);

/** The first of these languages that we have; French when there is none. */
export function languageOf(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.split('-')[0] ?? '').find(isSpoken) ?? 'fr';
}
