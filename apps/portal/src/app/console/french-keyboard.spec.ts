import { strokesFor } from './french-keyboard';

const keysOf = (text: string) =>
  [...text].map((character) =>
    strokesFor(character)
      .map(({ code, hold }) => (hold ? `${hold}+${code}` : code))
      .join(' '),
  );

describe('where characters are on a French keyboard', () => {
  it('finds letters where they are printed', () => {
    expect(keysOf('aqwzmAM')).toEqual([
      'KeyQ',
      'KeyA',
      'KeyZ',
      'KeyW',
      'Semicolon',
      'shift+KeyQ',
      'shift+Semicolon',
    ]);
  });
  it('finds digits with Shift, and what a shell needs with AltGr', () => {
    expect(keysOf('1/|@[~')).toEqual([
      'shift+Digit1',
      'shift+Period',
      'altGr+Digit6',
      'altGr+Digit0',
      'altGr+Digit5',
      'altGr+Digit2',
    ]);
  });
  it('makes accents of two strokes where there is no key for them', () => {
    expect(keysOf('éêÏ')).toEqual(['Digit2', 'BracketLeft KeyE', 'shift+BracketLeft shift+KeyI']);
  });
  it('has every character that is on an American keyboard', () => {
    const ascii = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));
    expect(ascii.filter((character) => strokesFor(character).length === 0)).toEqual([]);
  });
  it('takes a phone’s curly quotes for plain ones, and knows what it does not have', () => {
    expect(keysOf('’“')).toEqual(keysOf('\'"'));
    expect(strokesFor('漢')).toEqual([]);
  });
});
