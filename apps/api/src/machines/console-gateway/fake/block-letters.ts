/** Letters of 5 by 7 blocks, for a screen without a font: seven rows, each five bits as one base-32 digit. */
const LETTERS: Record<string, string> = {
  A: 'ehhvhhh',
  B: 'uhhuhhu',
  C: 'ehggghe',
  D: 'uhhhhhu',
  E: 'vgguggv',
  F: 'vgguggg',
  G: 'ehgnhhe',
  H: 'hhhvhhh',
  I: 'e44444e',
  J: '72222ic',
  K: 'hikokih',
  L: 'ggggggv',
  M: 'hrllhhh',
  N: 'hhpljhh',
  O: 'ehhhhhe',
  P: 'uhhuggg',
  Q: 'ehhhlid',
  R: 'uhhukih',
  S: 'fgge11u',
  T: 'v444444',
  U: 'hhhhhhe',
  V: 'hhhhha4',
  W: 'hhhllla',
  X: 'hha4ahh',
  Y: 'hhha444',
  Z: 'v1248gv',
  0: 'ehjlphe',
  1: '4c4444e',
  2: 'eh1248v',
  3: 'v2421he',
  4: '26aiv22',
  5: 'vgu11he',
  6: '68guhhe',
  7: 'v124888',
  8: 'ehhehhe',
  9: 'ehhf12c',
  '.': '00000cc',
  '-': '000v000',
  ':': '0cc0cc0',
};

/** A combining acute accent, drawn above the letter before it. */
const ACUTE = '\u0301';
const ADVANCE = 6;

/** The blocks to fill for a text, in block units from its top left corner; two rows above are for accents. */
export function* blocksOf(text: string): Generator<{ x: number; y: number }> {
  let left = 0;
  for (const letter of text.toUpperCase().normalize('NFD')) {
    if (letter === ACUTE) {
      yield { x: left - ADVANCE + 3, y: 0 };
      yield { x: left - ADVANCE + 2, y: 1 };
      continue;
    }
    const rows = LETTERS[letter] ?? '';
    for (const [row, digit] of [...rows].entries()) {
      const bits = parseInt(digit, 32);
      for (let column = 0; column < 5; column++) {
        if (bits & (0b10000 >> column)) yield { x: left + column, y: row + 3 };
      }
    }
    left += ADVANCE;
  }
}
