/** Letters that no decomposition takes apart, and signs that keyboards and word processors exchange. */
const PLAIN: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ĸ: 'k',
  ŋ: 'n',
  ς: 'σ',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '′': "'",
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
};
const NOT_PLAIN = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'gu');
/** Marks that stand on letters, and signs that nobody sees. */
const MARKS_RANGES =
  String.raw`\u0300-\u036f \u1ab0-\u1aff \u1dc0-\u1dff \u20d0-\u20ff \ufe00-\ufe0f \ufe20-\ufe2f \u00ad \u034f \u061c \u200b-\u200f \u202a-\u202e \u2060-\u206f \ufeff`.split(
    ' ',
  );
const MARKS = new RegExp(`[${MARKS_RANGES.join('')}]`, 'gu');

/**
 * What texts are compared by in every search: without capitals, accents, compatibility forms and the differences of a
 * keyboard. « Dvořák » is found by “dvorak”, « L’Élan » by “l'elan”, « Łukasz » by “lukasz”. The database has the same as
 * `vmm_fold` (migration `create-folding`).
 */
export const foldedText = (text: string): string =>
  text
    // By themselves these would become a space with a mark.
    .replace(/[`´]/g, "'")
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(NOT_PLAIN, (sign) => PLAIN[sign] ?? sign);

/** The words of a search, each of which has to be found, in whatever order. */
export const searchWords = (typed: string): string[] =>
  [...new Set(foldedText(typed).split(/\s+/u))].filter(Boolean);

/** Whether a text has all words of a search in it. */
export function mentionsAll(text: string, typed: string): boolean {
  const folded = foldedText(text);
  return searchWords(typed).every((word) => folded.includes(word));
}
