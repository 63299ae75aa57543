import { foldedText, searchWords } from '@vm-manager/contracts';

/** A text in SQL as searches compare it; PostgreSQL makes of it what `foldedText` does. */
export const folded = (text: string) => `vmm_fold(${text})`;

/** Whether these columns together have all words in them that were looked for, for `:patterns` of `patternsOf`. */
export const mentions = (...columns: string[]) =>
  `${folded(`concat_ws(E'\\n', ${columns.join(', ')})`)} LIKE ALL(CAST(:patterns AS text[]))`;

/** Each word somewhere, in any order. PostgreSQL takes no NUL in a text. */
export const patternsOf = (typed: string): string[] =>
  searchWords(withoutNul(typed)).map((word) => `%${escapeLike(word)}%`);

/** The beginning of a text, as it was typed. */
export const prefixPattern = (typed: string): string => `${escapeLike(foldedText(withoutNul(typed)))}%`;

const withoutNul = (typed: string) => typed.replaceAll('\0', '\ufffd');

/** Text that stands for itself in a pattern of LIKE. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
