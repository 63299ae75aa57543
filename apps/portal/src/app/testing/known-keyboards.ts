/**
 * Keyboards as their systems define them, key by key: what each gives plainly, with Shift, with AltGr and with both. A combining mark is
 * a dead key; a middle dot is nothing.
 */
export type KnownKeyboard = ReadonlyMap<string, string>;

const PLACES: Readonly<Record<string, readonly string[]>> = {
  AE: [...'1234567890'].map((digit) => `Digit${digit}`).concat('Minus', 'Equal'),
  AD: [...'QWERTYUIOP'].map((letter) => `Key${letter}`).concat('BracketLeft', 'BracketRight'),
  AC: [...'ASDFGHJKL'].map((letter) => `Key${letter}`).concat('Semicolon', 'Quote'),
  AB: [...'ZXCVBNM'].map((letter) => `Key${letter}`).concat('Comma', 'Period', 'Slash'),
};
const SINGLE = { TLDE: 'Backquote', BKSL: 'Backslash', LSGT: 'IntlBackslash' };

/** Each row from left to right, its keys apart by a space. */
function keyboard(rows: Readonly<Record<string, string>>, space = ' '): KnownKeyboard {
  const keys = new Map([['Space', space]]);
  for (const [row, texts] of Object.entries(rows)) {
    const codes = PLACES[row] ?? [SINGLE[row as keyof typeof SINGLE]];
    texts.split(' ').forEach((text, at) => keys.set(codes[at]!, text));
  }
  return keys;
}

const AZERTY = {
  AD: 'aA zZ eE€ rR tT yY uU iI oO pP',
  AC: 'qQ sS dD fF gG hH jJ kK lL mM',
  AB: 'wW xX cC vV bB nN ,? ;. :/',
};

/** xkeyboard-config, symbols/fr, variant oss. */
export const XKB_FR_OSS = keyboard(
  {
    TLDE: '²³¹\u0327',
    AE: '&1\u030c\u0328 é2~É "3#\u0306 \'4{— (5[– -6|\u2011 è7`È _8\\™ ç9^Ç à0@À )°]≠ =+}±',
    AD: 'aAæÆ zZâÂ eE€¢ rRêÊ tTþÞ yYÿŸ uUûÛ iIîÎ oOœŒ pPôÔ \u0302\u0308\u0303\u030a $£øØ',
    AC: 'qQäÄ sSß„ dDëË fF‘‚ gG’¥ hHðÐ jJüÜ kKïÏ lLŀĿ mMöÖ ù%\u0301Ù',
    BKSL: '*µ\u0300\u0304',
    LSGT: '<>≤≥',
    AB: 'wW«“ xX»” cC©® vV\u202f← bB↓↑ nN¬→ ,?¿… ;.×⋅ :/÷∕ !§¡−',
  },
  '  ·\u00a0',
);

/** French of Windows, 040c. */
export const WINDOWS_FR = keyboard({
  TLDE: '²',
  AE: '&1 é2\u0303 "3# \'4{ (5[ -6| è7\u0300 _8\\ ç9^ à0@ )°] =+}',
  AD: `${AZERTY.AD} \u0302\u0308 $£¤`,
  AC: `${AZERTY.AC} ù%`,
  BKSL: '*µ',
  LSGT: '<>',
  AB: `${AZERTY.AB} !§`,
});

export const WINDOWS_BE = keyboard({
  TLDE: '²³',
  AE: '&1| é2@ "3# \'4 (5 §6^ è7 !8 ç9{ à0} )° -_',
  AD: `${AZERTY.AD} \u0302\u0308[ $*]`,
  AC: `${AZERTY.AC} ù%\u0301`,
  BKSL: 'µ£\u0300',
  LSGT: '<>\\',
  AB: `${AZERTY.AB} =+\u0303`,
});

/** French of Switzerland. */
export const WINDOWS_CH = keyboard({
  TLDE: '§°',
  AE: '1+¦ 2"@ 3*# 4ç° 5%§ 6&¬ 7/| 8(¢ 9) 0= \'?\u0301 \u0302\u0300\u0303',
  AD: 'qQ wW eE€ rR tT zZ uU iI oO pP èü[ \u0308!]',
  AC: 'aA sS dD fF gG hH jJ kK lL éö àä{',
  BKSL: '$£}',
  LSGT: '<>\\',
  AB: 'yY xX cC vV bB nN mM ,; .: -_',
});

export const US = keyboard({
  TLDE: '`~',
  AE: '1! 2@ 3# 4$ 5% 6^ 7& 8* 9( 0) -_ =+',
  AD: 'qQ wW eE rR tT yY uU iI oO pP [{ ]}',
  AC: 'aA sS dD fF gG hH jJ kK lL ;: \'"',
  BKSL: '\\|',
  AB: 'zZ xX cC vV bB nN mM ,< .> /?',
});

export const isDead = (character: string) => /^\p{M}$/u.test(character);

/** What is held for the character at this place of a key's text. */
export const HELD = [[], ['ShiftLeft'], ['AltRight'], ['ShiftLeft', 'AltRight']] as const;

/** A guest that is told keys and makes text of them, as its system does. */
export class GuestKeyboard {
  text = '';
  readonly down = new Set<string>();
  private mark = '';
  private isCapsLock = false;

  constructor(
    private readonly keys: KnownKeyboard,
    /** The letters that a dead key takes, where not all do. */
    private readonly takes: (mark: string, letter: string) => boolean = () => true,
  ) {}

  change({ code, isDown }: { code: string; isDown: boolean }): void {
    if (code === '') return;
    if (!isDown) return void this.down.delete(code);
    this.down.add(code);
    if (code === 'CapsLock') this.isCapsLock = !this.isCapsLock;
    if (code === 'Enter' || code === 'Tab') this.text += code === 'Enter' ? '\n' : '\t';
    const given = this.keys.get(code);
    if (given && !this.down.has('ControlLeft')) this.give(given);
  }

  private give(given: string): void {
    const [plain = '', withShift = ''] = given;
    const isLetter = plain.toUpperCase() === withShift && plain !== withShift;
    const isShifted = this.down.has('ShiftLeft') || this.down.has('ShiftRight');
    const level = (this.down.has('AltRight') ? 2 : 0) + Number(isShifted !== (isLetter && this.isCapsLock));
    const character = [...given][level] ?? '·';
    if (character === '·') return;
    if (isDead(character)) this.mark = character;
    else this.text += this.composed(character);
  }

  private composed(letter: string): string {
    const { mark } = this;
    this.mark = '';
    if (!mark) return letter;
    if (letter === ' ') return ALONE[mark] ?? mark;
    const composed = (letter + mark).normalize('NFC');
    return composed.length === 1 && this.takes(mark, letter) ? composed : `${mark}${letter}`;
  }
}

const ALONE: Readonly<Record<string, string>> = {
  '\u0302': '^',
  '\u0308': '¨',
  '\u0303': '~',
  '\u0300': '`',
};
