/** Where a character is on the guest's French keyboard: the physical key, and what is held with it. */
export interface Stroke {
  readonly code: string;
  readonly hold?: 'shift' | 'altGr';
}

/** Each row: the keys from left to right, then what they give plainly, with Shift and with AltGr. A space gives nothing. */
const ROWS = [
  {
    codes: [
      'Backquote',
      ...['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'].map((n) => `Digit${n}`),
      'Minus',
      'Equal',
    ],
    plain: '²&é"\'(-è_çà)=',
    shift: ' 1234567890°+',
    altGr: '  ~#{[|`\\^@]}',
  },
  {
    codes: [...[...'QWERTYUIOP'].map((letter) => `Key${letter}`), 'BracketLeft', 'BracketRight'],
    plain: 'azertyuiop $',
    shift: 'AZERTYUIOP £',
    altGr: '  €         ',
  },
  {
    codes: [...[...'ASDFGHJKL'].map((letter) => `Key${letter}`), 'Semicolon', 'Quote', 'Backslash'],
    plain: 'qsdfghjklmù*',
    shift: 'QSDFGHJKLM%µ',
    altGr: '            ',
  },
  {
    codes: ['IntlBackslash', ...[...'ZXCVBNM'].map((letter) => `Key${letter}`), 'Comma', 'Period', 'Slash'],
    plain: '<wxcvbn,;:!',
    shift: '>WXCVBN?./§',
    altGr: '           ',
  },
];

const STROKES = new Map<string, Stroke>([[' ', { code: 'Space' }]]);
for (const { codes, plain, shift, altGr } of ROWS)
  codes.forEach((code, at) => {
    const add = (character: string | undefined, hold?: 'shift' | 'altGr') => {
      if (character && character !== ' ' && !STROKES.has(character))
        STROKES.set(character, hold ? { code, hold } : { code });
    };
    add(plain[at]);
    add(shift[at], 'shift');
    add(altGr[at], 'altGr');
  });

/** Dead keys by the mark that they put on the next letter. */
const DEAD = new Map<string, Stroke>([
  ['\u0302', { code: 'BracketLeft' }],
  ['\u0308', { code: 'BracketLeft', hold: 'shift' }],
]);

/** What phones like to write instead of what is on a keyboard. */
const PLAIN: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '…': '.',
  '–': '-',
};

/** The strokes that give a character; none when this keyboard does not have it. */
export function strokesFor(character: string): readonly Stroke[] {
  const stroke = STROKES.get(PLAIN[character] ?? character);
  if (stroke) return [stroke];
  const [letter = '', mark = ''] = character.normalize('NFD');
  const [dead, base] = [DEAD.get(mark), STROKES.get(letter)];
  return dead && base ? [dead, base] : [];
}
