import { foldedText, mentionsAll, searchWords } from '@vm-manager/contracts';
import type { Guide } from './guide';

/** A place in the guides that has all the words that were searched for. */
export interface Passage {
  readonly guide: string;
  readonly id: string;
  readonly title: string;
  /** The words around the first that was found, which is `found`. */
  readonly before: string;
  readonly found: string;
  readonly after: string;
}

interface Text {
  readonly guide: Guide;
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** How much is shown before and after what was found. */
const AROUND = 80;

/** What a search goes through: each section without its marks. */
export function textsOf(guides: readonly Guide[]): Text[] {
  const parser = new DOMParser();
  return guides.flatMap((guide) =>
    guide.sections.map(({ id, title, html }) => {
      const text = parser.parseFromString(html, 'text/html').body.textContent;
      return { guide, id, title: title || guide.title, text: text.replace(/[ \n]+/g, ' ').trim() };
    }),
  );
}

/** Headings first, then in the order in which they are written. */
export function passagesWith(typed: string, texts: readonly Text[]): Passage[] {
  const found = texts.filter(({ title, text }) => mentionsAll(`${title} ${text}`, typed));
  const isTitled = ({ title }: Text) => mentionsAll(title, typed);
  const [first] = searchWords(typed);
  return [...found.filter(isTitled), ...found.filter((text) => !isTitled(text))].map(
    ({ guide, id, title, text }) => ({ guide: guide.name, id, title, ...around(text, first ?? '') }),
  );
}

function around(text: string, word: string): Pick<Passage, 'before' | 'found' | 'after'> {
  const at = placeOf(text, word);
  if (!at) return { before: '', found: '', after: cutAfter(text, 2 * AROUND) };
  return {
    before: cutBefore(text.slice(0, at.from)),
    found: text.slice(at.from, at.to),
    after: cutAfter(text.slice(at.to), AROUND),
  };
}

/** Folding may change how long a text is: the place is counted in its own letters. */
function placeOf(text: string, word: string): { from: number; to: number } | undefined {
  const letters = [...text];
  const folded = letters.map((letter) => foldedText(letter));
  const start = folded.join('').indexOf(word);
  if (start < 0) return undefined;
  let length = 0;
  let from = 0;
  let to = 0;
  for (const [at, letter] of letters.entries()) {
    if (length <= start) from = to;
    length += (folded[at] ?? '').length;
    to += letter.length;
    if (length >= start + word.length) break;
  }
  return { from, to };
}

function cutBefore(text: string): string {
  if (text.length <= AROUND) return text;
  return `… ${text.slice(-AROUND).replace(/^\S*\s/, '')}`;
}

function cutAfter(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).replace(/\s\S*$/, '')} …`;
}
