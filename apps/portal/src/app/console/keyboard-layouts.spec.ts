import { XKB_FR_OSS, isDead } from '../testing/known-keyboards';
import { LAYOUT_NAMES, layoutNamed, type Stroke } from './keyboard-layouts';
import { chordsFor, chordsOf, impossibleIn } from './text-typing';

const HOLDS = ['', 'shift+', 'altGr+', 'altGrShift+'];

const inWords = (strokes: readonly Stroke[]) =>
  strokes.map(({ code, hold }) => (hold ? `${hold}+${code}` : code)).join(' ');
const on = (name: string, text: string) =>
  [...text].map((character) => inWords(layoutNamed(name)!.strokesFor(character)));
const between = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at));
const ASCII = between(0x20, 0x7e);
/** What French, German, Spanish, Italian and Portuguese write. */
const LATIN = [...'àâäãáæçéèêëíìîïñóòôöõøœúùûüÿß', ...'ÀÂÄÃÁÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜŸ'];

describe('the keyboard of Debian, fr(oss)', () => {
  it('has every character where xkeyboard-config puts it', () => {
    const layout = layoutNamed('xkb:fr(oss)')!;
    const [expected, found] = [new Map<string, string[]>(), new Map<string, string>()];
    for (const [code, symbols] of XKB_FR_OSS)
      [...symbols].forEach((character, level) => {
        if (isDead(character) || character === '·') return;
        expected.set(character, [...(expected.get(character) ?? []), `${HOLDS[level]}${code}`]);
        found.set(character, inWords(layout.strokesFor(character)));
      });
    expect(expected.size).toBeGreaterThan(170);
    for (const [character, places] of expected) expect(places).toContain(found.get(character));
  });

  it('makes accents by keys of their own, else by dead keys', () => {
    expect(on('xkb:fr(oss)', 'êëÊËñÑáÁ')).toEqual([
      'altGr+KeyR',
      'altGr+KeyD',
      'altGrShift+KeyR',
      'altGrShift+KeyD',
      'altGr+BracketLeft KeyN',
      'altGr+BracketLeft shift+KeyN',
      'altGr+Quote KeyQ',
      'altGr+Quote shift+KeyQ',
    ]);
  });

  it('can make all that Western Europe writes', () => {
    const text = [...ASCII, ...LATIN, ...'«»’“”–—…€\u00a0\u202f'].join('');
    expect(impossibleIn(text, layoutNamed('xkb:fr(oss)')!)).toEqual([]);
  });
});

describe('the keyboard of Windows, French (040c)', () => {
  it.each([
    ['&é"\'(-è_çà)=', '1 2 3 4 5 6 7 8 9 0 Minus Equal'],
    ['1234567890°+', '1 2 3 4 5 6 7 8 9 0 Minus Equal', 'shift+'],
    ['#{[|', '3 4 5 6', 'altGr+'],
    ['\\^@]}', '8 9 0 Minus Equal', 'altGr+'],
    ['€¤', 'KeyE BracketRight', 'altGr+'],
    [
      'azqwm$ù*,;:!<²',
      'KeyQ KeyW KeyA KeyZ Semicolon BracketRight Quote Backslash KeyM Comma Period Slash IntlBackslash Backquote',
    ],
    [
      'AZQWM£%µ?./§>',
      'KeyQ KeyW KeyA KeyZ Semicolon BracketRight Quote Backslash KeyM Comma Period Slash IntlBackslash',
      'shift+',
    ],
  ])('has %s where Windows has them', (text, codes, hold = '') => {
    const places = codes.split(' ').map((code) => hold + code.replace(/^\d$/, 'Digit$&'));
    expect(on('windows:040c', text)).toEqual(places);
  });

  it('makes accents and bare marks by dead keys', () => {
    expect(on('windows:040c', 'êëÊËñ~`¨')).toEqual([
      'BracketLeft KeyE',
      'shift+BracketLeft KeyE',
      'BracketLeft shift+KeyE',
      'shift+BracketLeft shift+KeyE',
      'altGr+Digit2 KeyN',
      'altGr+Digit2 Space',
      'altGr+Digit7 Space',
      'shift+BracketLeft Space',
    ]);
  });

  it('has every character of an American keyboard, and says which of Europe’s it has not', () => {
    const layout = layoutNamed('windows:040c')!;
    expect(impossibleIn(ASCII.join(''), layout)).toEqual([]);
    const text = 'œuvre «\u00a0Él Ñandú ÿ Ÿ\u00a0»';
    expect(impossibleIn(text, layout)).toEqual(['œ', '«', '\u00a0', 'É', 'ú', 'Ÿ', '»']);
  });
});

describe.each(LAYOUT_NAMES)('on %s', (name) => {
  const layout = layoutNamed(name)!;

  it('no two characters are typed the same way', () => {
    const typed = between(0x20, 0x2fff)
      .filter((character) => character.normalize('NFC') === character)
      .map((character) => JSON.stringify(layout.strokesFor(character)))
      .filter((strokes) => strokes !== '[]');
    expect(new Set(typed).size).toBe(typed.length);
  });

  it('lines, tabs and split accents are typed as they are meant, and what cannot be is named once', () => {
    expect(chordsOf('e\u0302\r\n\t', layout).map((chords) => chords.at(-1)?.at(-1)?.code)).toEqual([
      name.startsWith('xkb') ? 'KeyR' : 'KeyE',
      'Enter',
      'Tab',
    ]);
    expect(impossibleIn('漢字漢\u0007', layout)).toEqual(['漢', '字', '\u0007']);
  });

  it('the keys that are held go down before the character, whose name is told with its last key', () => {
    expect(chordsFor('{', layout)).toEqual([
      [
        { keysym: 0xfe03, code: 'AltRight' },
        { keysym: 0x7b, code: 'Digit4' },
      ],
    ]);
    expect(chordsFor('ñ', layout).map((chord) => chord.at(-1)?.keysym)).toEqual([0, 0xf1]);
  });
});

it('an unknown keyboard has no table', () => {
  expect(layoutNamed('xkb:de')).toBeUndefined();
});
