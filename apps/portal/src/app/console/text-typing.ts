import { ALT_GR, type Key, SHIFT } from './key-combinations';
import type { Hold, KeyboardLayout, Stroke } from './keyboard-layouts';

const ENTER: Key = { keysym: 0xff0d, code: 'Enter' };
const TAB: Key = { keysym: 0xff09, code: 'Tab' };
const HOLDS: Record<Hold, readonly Key[]> = {
  shift: [SHIFT],
  altGr: [ALT_GR],
  altGrShift: [SHIFT, ALT_GR],
};

/** Keys that go down together, and up again. */
export type Chord = readonly Key[];

/** A text as it is typed: one way to end a line, and each letter together with its accent. */
const asTyped = (text: string) => [...text.replaceAll(/\r\n?/g, '\n').normalize('NFC')];

/** What this keyboard cannot make, each once, in the order in which it comes. */
export const impossibleIn = (text: string, layout: KeyboardLayout): string[] => [
  ...new Set(asTyped(text).filter((character) => chordsFor(character, layout).length === 0)),
];

/** The chords of each character of a text. */
export const chordsOf = (text: string, layout: KeyboardLayout): Chord[][] =>
  asTyped(text).map((character) => chordsFor(character, layout));

/** QEMU goes by the key; another server by the character, which comes with the last chord. */
export function chordsFor(character: string, layout: KeyboardLayout): Chord[] {
  if (character === '\n') return [[ENTER]];
  if (character === '\t') return [[TAB]];
  const strokes = layout.strokesFor(character);
  return strokes.map(({ code, hold }: Stroke, at) => {
    const keysym = at === strokes.length - 1 ? unicodeKeysym(character) : 0;
    return [...(hold ? HOLDS[hold] : []), { keysym, code }];
  });
}

/** X11's number for a character. */
export function unicodeKeysym(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  return point < 0x100 ? point : 0x1000000 + point;
}
