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
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '′': "'",
  '`': "'",
  '´': "'",
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
};
const NOT_PLAIN = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'gu');

/**
 * What texts are compared by in every search, of the portal and of the database: without capitals, accents, compatibility
 * forms and the differences of a keyboard. « Dvořák » is found by “dvorak”, « L’Élan » by “l'elan”, « Łukasz » by “lukasz”.
 */
export const foldedText = (text: string): string =>
  text
    // Before the compatibility forms: the acute accent by itself would become a space and a mark.
    .replace(/[`´]/g, "'")
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    // Some capitals have marks of their own once they are small.
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(NOT_PLAIN, (sign) => PLAIN[sign] ?? sign);

/** The words of a search, each of which has to be found, in whatever order. */
export const searchWords = (typed: string): string[] =>
  [...new Set(foldedText(typed).split(/\s+/u))].filter(Boolean);

/** Whether a text with these words in it, folded or not, is one that is looked for. */
export function mentionsAll(text: string, typed: string): boolean {
  const folded = foldedText(text);
  return searchWords(typed).every((word) => folded.includes(word));
}
