import type { Language } from '@vm-manager/contracts';

/** Numbers and dates of each language: English as it is written in Europe. */
const LOCALES: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };
export const localeOf = (language: string) => (language === 'en' ? LOCALES.en : LOCALES.fr);

const JUST_NOW: Record<Language, string> = { fr: 'à l’instant', en: 'just now' };

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['week', 7 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const;

/** "il y a 3 jours", "3 days ago"; anything under a minute is "à l’instant". */
export function relativeTime(
  iso: string,
  now: number,
  language: Language,
  style: 'long' | 'short' = 'long',
): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  const format = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto', style });
  for (const [unit, length] of UNITS)
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  return JUST_NOW[language];
}

export function exactTime(iso: string, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: 'long',
    timeStyle: 'medium',
    timeZone,
  }).format(new Date(iso));
}

/** "10:32:05", of something that is happening now. */
export function clockTime(at: number, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(localeOf(language), { timeStyle: 'medium', timeZone }).format(at);
}

export function exactDay(iso: string, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone }).format(new Date(iso));
}

/** A duration as a person says it: seconds up to three quarters of a minute, then minutes. */
export function duration(seconds: number, language: Language): string {
  const isShort = seconds <= 45;
  const minutes = Math.max(1, Math.round(seconds / MINUTE));
  const [value, unit] = isShort ? [Math.max(1, Math.round(seconds)), 'second'] : [minutes, 'minute'];
  return new Intl.NumberFormat(localeOf(language), {
    style: 'unit',
    unit,
    unitDisplay: isShort ? 'short' : 'long',
  }).format(value);
}

export function decimal(value: number, language: string): string {
  return new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 1 }).format(value);
}

export function percent(share: number, language: string): string {
  return new Intl.NumberFormat(localeOf(language), { style: 'percent', maximumFractionDigits: 0 }).format(
    share,
  );
}

/** "1re", "2e"; "1st", "2nd": of a place, which is feminine in French. */
export function ordinal(value: number, language: Language): string {
  if (language === 'fr') return `${value}${value === 1 ? 're' : 'e'}`;
  const ending = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' };
  return `${value}${ending[new Intl.PluralRules('en', { type: 'ordinal' }).select(value)]}`;
}
