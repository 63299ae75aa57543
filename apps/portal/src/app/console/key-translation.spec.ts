import fc from 'fast-check';
import {
  GuestKeyboard,
  HELD,
  US,
  WINDOWS_BE,
  WINDOWS_CH,
  WINDOWS_FR,
  XKB_FR_OSS,
  isDead,
  type KnownKeyboard,
} from '../testing/known-keyboards';
import { KeyTranslation, type KeyPress } from './key-translation';
import { layoutNamed } from './keyboard-layouts';
import { chordsOf } from './text-typing';

/** Letters that dead keys of Windows take. */
const ON_WINDOWS: Readonly<Record<string, string>> = {
  '\u0302': 'aeiouAEIOU',
  '\u0308': 'aeiouyAEIOU',
  '\u0303': 'anoANO',
  '\u0300': 'aeiouAEIOU',
};
const GUESTS = {
  'xkb:fr(oss)': () => new GuestKeyboard(XKB_FR_OSS),
  'windows:040c': () =>
    new GuestKeyboard(WINDOWS_FR, (mark, letter) => ON_WINDOWS[mark]?.includes(letter) ?? false),
};
const BROWSERS = { fr: WINDOWS_FR, 'fr(oss)': XKB_FR_OSS, be: WINDOWS_BE, ch: WINDOWS_CH, us: US };
const MARKED = [...'aeiounyAEIOUNYc'];

/** A person at a browser, who presses keys of their own keyboard; noVNC carries to the guest what is not translated. */
function sat(guestName: keyof typeof GUESTS) {
  const guest = GUESTS[guestName]();
  const translation = new KeyTranslation(layoutNamed(guestName)!);
  const modifiers = new Set<string>();
  const tell = (type: 'keydown' | 'keyup', code: string, key: string) => {
    if (type === 'keydown' && code === 'CapsLock') modifiers.add('CapsLock');
    const event: KeyPress = {
      ...{ type, code, key },
      getModifierState: (name) => (name === 'AltGraph' ? modifiers.has('AltRight') : modifiers.has(name)),
    };
    const changes = translation.changesFor(event) ?? [{ code, isDown: type === 'keydown' }];
    for (const change of changes) guest.change(change);
  };
  const hold = (codes: readonly string[]) => {
    for (const code of codes) {
      modifiers.add(code);
      tell('keydown', code, code);
    }
  };
  const letGo = (codes: readonly string[]) => {
    for (const code of codes.toReversed()) {
      modifiers.delete(code);
      tell('keyup', code, code);
    }
  };
  const press = (code: string, key: string) => {
    tell('keydown', code, key);
    tell('keyup', code, key);
  };
  return { guest, hold, letGo, press };
}

/** Every key of a keyboard with what is held for each of its characters. */
function* strokesOf(keyboard: KnownKeyboard) {
  for (const [code, text] of keyboard)
    for (const [level, character] of [...text].entries())
      if (character !== '·') yield { code, held: HELD[level]!, character };
}

describe.each(Object.keys(GUESTS) as (keyof typeof GUESTS)[])('in a guest with %s', (guestName) => {
  const layout = layoutNamed(guestName)!;
  const isPossible = (character: string) => chordsOf(character, layout).every(({ length }) => length > 0);

  describe.each(Object.entries(BROWSERS))('what is pressed on a keyboard %s', (_, keyboard) => {
    it('gives the character that is on that key, or none, and leaves nothing down', () => {
      let count = 0;
      for (const { code, held, character } of strokesOf(keyboard)) {
        if (isDead(character)) continue;
        const { guest, hold, letGo, press } = sat(guestName);
        hold(held);
        press(code, character);
        press(code, character);
        letGo(held);
        expect([code, guest.text]).toEqual([code, isPossible(character) ? character.repeat(2) : '']);
        expect([...guest.down]).toEqual([]);
        count += 1;
      }
      expect(count).toBeGreaterThan(90);
    });

    it('gives letters with the mark of its dead keys', () => {
      const dead = [...strokesOf(keyboard)].filter(({ character }) => isDead(character));
      for (const { code, held, character: mark } of dead)
        for (const letter of MARKED) {
          const character = (letter + mark).normalize('NFC');
          if (character.length > 1) continue;
          const { guest, hold, letGo, press } = sat(guestName);
          hold(held);
          press(code, 'Dead');
          letGo(held);
          press('KeyA', character);
          expect([code, guest.text]).toEqual([code, isPossible(character) ? character : '']);
        }
    });

    it('gives the same with Caps Lock, which is on in the guest, too', () => {
      for (const letter of 'abcmqwz') {
        const { guest, hold, letGo, press } = sat(guestName);
        press('CapsLock', 'CapsLock');
        press('KeyA', letter.toUpperCase());
        hold(['ShiftRight']);
        press('KeyA', letter);
        letGo(['ShiftRight']);
        press('Digit1', '7');
        expect(guest.text).toBe(`${letter.toUpperCase()}${letter}7`);
      }
    });
  });

  it('arrows, digits of the number pad and what is held go there as they are', () => {
    const { guest, hold, press } = sat(guestName);
    const seen: string[][] = [];
    const change = guest.change.bind(guest);
    guest.change = (key) => {
      change(key);
      if (key.isDown) seen.push([...guest.down]);
    };
    hold(['ShiftRight']);
    press('ArrowLeft', 'ArrowLeft');
    press('Numpad1', '1');
    expect(seen).toEqual([['ShiftRight'], ['ShiftRight', 'ArrowLeft'], ['ShiftRight', 'Numpad1']]);
  });

  it('a shortcut is that of the letter, with Ctrl down before it', () => {
    const { guest, hold, press } = sat(guestName);
    const seen: string[][] = [];
    const change = guest.change.bind(guest);
    guest.change = (key) => {
      change(key);
      if (key.isDown) seen.push([...guest.down]);
    };
    hold(['ControlLeft']);
    press('KeyA', 'a');
    expect(seen.at(-1)).toEqual(['ControlLeft', 'KeyQ']);
  });

  it('every character that its keyboard can make is typed as it is, whatever was typed before', () => {
    const all = Array.from({ length: 0x2fff - 0x20 }, (_, at) => String.fromCodePoint(at + 0x20))
      .filter((character) => character.normalize('NFC') === character && isPossible(character))
      .concat('\n', '\t');
    expect(all.length).toBeGreaterThan(130);
    const typed = (text: string) => {
      const guest = GUESTS[guestName]();
      for (const chord of chordsOf(text, layout).flat()) {
        for (const { code } of chord) guest.change({ code, isDown: true });
        for (const { code } of chord) guest.change({ code, isDown: false });
      }
      return guest.text;
    };
    for (const character of all) expect(typed(character)).toBe(character);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...all)), (characters) => {
        const text = characters.join('').normalize('NFC');
        expect(typed(text)).toBe(text);
      }),
    );
  });
});
