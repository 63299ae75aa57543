/** What is held with a key. */
export type Hold = 'shift' | 'altGr' | 'altGrShift';

/** A physical key, by its place on the keyboard, and what is held with it. */
export interface Stroke {
  readonly code: string;
  readonly hold?: Hold | undefined;
}

interface Row {
  readonly codes: readonly string[];
  /** What its keys give, from left to right; a space stands for nothing and for a dead key. */
  readonly plain: string;
  readonly shift: string;
  readonly altGr?: string;
  readonly altGrShift?: string;
}

interface DeadKey extends Stroke {
  /** The mark that it puts on the letter after it. */
  readonly mark: string;
  /** The letters that take it, where the system knows only those. */
  readonly letters?: string;
  /** What it gives with a space after it, where no key gives that. */
  readonly alone?: string;
}

interface LayoutTable {
  readonly rows: readonly Row[];
  readonly dead: readonly DeadKey[];
  readonly space?: Stroke;
}

const keys = (letters: string) => [...letters].map((letter) => `Key${letter}`);
const DIGITS = [...'1234567890'].map((digit) => `Digit${digit}`);
const CODES = {
  digits: ['Backquote', ...DIGITS, 'Minus', 'Equal'],
  upper: [...keys('QWERTYUIOP'), 'BracketLeft', 'BracketRight'],
  middle: [...keys('ASDFGHJKL'), 'Semicolon', 'Quote', 'Backslash'],
  lower: ['IntlBackslash', ...keys('ZXCVBNM'), 'Comma', 'Period', 'Slash'],
};

/** The keyboards that guests have, by the names that their templates give them. */
const TABLES: Readonly<Record<string, LayoutTable>> = {
  'xkb:fr(oss)': {
    rows: [
      {
        codes: CODES.digits,
        plain: '²&é"\'(-è_çà)=',
        shift: '³1234567890°+',
        altGr: '¹ ~#{[|`\\^@]}',
        altGrShift: '  É —–‑È™ÇÀ≠±',
      },
      {
        codes: CODES.upper,
        plain: 'azertyuiop $',
        shift: 'AZERTYUIOP £',
        altGr: 'æâ€êþÿûîœô ø',
        altGrShift: 'ÆÂ¢ÊÞŸÛÎŒÔ Ø',
      },
      {
        codes: CODES.middle,
        plain: 'qsdfghjklmù*',
        shift: 'QSDFGHJKLM%µ',
        altGr: 'äßë‘’ðüïŀö  ',
        altGrShift: 'Ä„Ë‚¥ÐÜÏĿÖÙ ',
      },
      {
        codes: CODES.lower,
        plain: '<wxcvbn,;:!',
        shift: '>WXCVBN?./§',
        altGr: '≤«»©\u202f↓¬¿×÷¡',
        altGrShift: '≥“”®←↑→…⋅∕−',
      },
    ],
    space: { code: 'Space', hold: 'altGrShift' },
    dead: [
      { mark: '\u0302', code: 'BracketLeft' },
      { mark: '\u0308', code: 'BracketLeft', hold: 'shift' },
      { mark: '\u0303', code: 'BracketLeft', hold: 'altGr' },
      { mark: '\u030a', code: 'BracketLeft', hold: 'altGrShift' },
      { mark: '\u0301', code: 'Quote', hold: 'altGr' },
      { mark: '\u0300', code: 'Backslash', hold: 'altGr' },
      { mark: '\u0304', code: 'Backslash', hold: 'altGrShift' },
      { mark: '\u030c', code: 'Digit1', hold: 'altGr' },
      { mark: '\u0328', code: 'Digit1', hold: 'altGrShift' },
      { mark: '\u0306', code: 'Digit3', hold: 'altGrShift' },
      { mark: '\u0327', code: 'Backquote', hold: 'altGrShift' },
    ],
  },
  'windows:040c': {
    rows: [
      {
        codes: CODES.digits,
        plain: '²&é"\'(-è_çà)=',
        shift: ' 1234567890°+',
        altGr: '   #{[| \\^@]}',
      },
      { codes: CODES.upper, plain: 'azertyuiop $', shift: 'AZERTYUIOP £', altGr: '  €        ¤' },
      { codes: CODES.middle, plain: 'qsdfghjklmù*', shift: 'QSDFGHJKLM%µ' },
      { codes: CODES.lower, plain: '<wxcvbn,;:!', shift: '>WXCVBN?./§' },
    ],
    dead: [
      { mark: '\u0302', code: 'BracketLeft', letters: 'aeiouAEIOU' },
      { mark: '\u0308', code: 'BracketLeft', hold: 'shift', letters: 'aeiouyAEIOU', alone: '¨' },
      { mark: '\u0303', code: 'Digit2', hold: 'altGr', letters: 'anoANO', alone: '~' },
      { mark: '\u0300', code: 'Digit7', hold: 'altGr', letters: 'aeiouAEIOU', alone: '`' },
    ],
  },
};

const SPACE: Stroke = { code: 'Space' };

/** Where characters are on one keyboard. */
export class KeyboardLayout {
  private readonly strokes = new Map<string, readonly Stroke[]>([[' ', [SPACE]]]);
  /** What each key gives, by itself and with what is held. */
  private readonly characters = new Map<string, string>();

  constructor(private readonly table: LayoutTable) {
    for (const { codes, plain, shift, altGr = '', altGrShift = '' } of table.rows) {
      this.add(codes, plain);
      this.add(codes, shift, 'shift');
      this.add(codes, altGr, 'altGr');
      this.add(codes, altGrShift, 'altGrShift');
    }
    if (table.space) this.strokes.set('\u00a0', [table.space]);
    for (const { alone, ...dead } of table.dead) if (alone) this.strokes.set(alone, [strokeOf(dead), SPACE]);
  }

  /** The strokes that give a character, one after the other; none when this keyboard cannot make it. */
  strokesFor(character: string): readonly Stroke[] {
    const found = this.strokes.get(character);
    if (found) return found;
    const [letter = '', mark, more] = character.normalize('NFD');
    const dead = this.table.dead.find((key) => key.mark === mark);
    const base = this.strokes.get(letter);
    const isTaken =
      dead && base?.length === 1 && more === undefined && (dead.letters ?? letter).includes(letter);
    return isTaken ? [strokeOf(dead), ...base] : [];
  }

  /** What one stroke gives; undefined for nothing, and for a dead key. */
  characterOf({ code, hold }: Stroke): string | undefined {
    return this.characters.get(placeOf({ code, hold }));
  }

  private add(codes: readonly string[], characters: string, hold?: Hold): void {
    for (const [at, character] of [...characters].entries()) {
      const code = codes[at];
      if (code === undefined || character === ' ') continue;
      this.characters.set(placeOf({ code, hold }), character);
      if (!this.strokes.has(character)) this.strokes.set(character, [strokeOf({ code, hold })]);
    }
  }
}

const placeOf = ({ code, hold }: Stroke) => `${hold ?? ''} ${code}`;
const strokeOf = ({ code, hold }: Stroke): Stroke => (hold ? { code, hold } : { code });

const LAYOUTS = new Map(Object.entries(TABLES).map(([name, table]) => [name, new KeyboardLayout(table)]));
export const LAYOUT_NAMES = [...LAYOUTS.keys()];

/** By the name that a template gives it; undefined for one that is not known here. */
export const layoutNamed = (name: string): KeyboardLayout | undefined => LAYOUTS.get(name);
