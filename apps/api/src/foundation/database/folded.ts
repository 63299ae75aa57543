import { foldedText, searchWords } from '@vm-manager/contracts';

/** SQL for a text in the form in which searches compare it: PostgreSQL's equivalent of `foldedText`. */
export const folded = (text: string) => `vmm_fold(${text})`;

/** SQL condition: these columns together contain all the words of `:patterns`, which `patternsOf` makes. */
export const mentions = (...columns: string[]) =>
  `${folded(`concat_ws(E'\\n', ${columns.join(', ')})`)} LIKE ALL(CAST(:patterns AS text[]))`;

/** Patterns for words that may stand anywhere, in any order. PostgreSQL accepts no NUL in a text. */
export const patternsOf = (typed: string): string[] =>
  searchWords(withoutNul(typed)).map((word) => `%${escapeLike(word)}%`);

/** Pattern for a text that begins like this. */
export const prefixPattern = (typed: string): string => `${escapeLike(foldedText(withoutNul(typed)))}%`;

const withoutNul = (typed: string) => typed.replaceAll('\0', '\ufffd');

/** Escapes text so that a LIKE pattern matches it literally. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
