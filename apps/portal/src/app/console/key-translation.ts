import { ALT_GR, CTRL, type Key, SHIFT } from './key-combinations';
import type { KeyboardLayout } from './keyboard-layouts';
import { chordsFor, unicodeKeysym } from './text-typing';

/** A key of the guest goes down or up. */
export interface KeyChange extends Key {
  readonly isDown: boolean;
}

export type KeyPress = Pick<KeyboardEvent, 'type' | 'key' | 'code' | 'getModifierState'>;

/** Held to choose another character of a key, and no part of a shortcut. */
const CHOOSING: ReadonlyMap<string, Key> = new Map(
  [SHIFT, { keysym: 0xffe2, code: 'ShiftRight' }, ALT_GR].map((key) => [key.code, key]),
);

/**
 * Makes of a key that was pressed on another keyboard what gives the same character on the guest's. Everything else, such as arrows and
 * what is held, goes to the guest as it was pressed: so this knows what is down there.
 */
export class KeyTranslation {
  private readonly held = new Map<string, Key>();
  private isControlHeld = false;

  constructor(private readonly layout: KeyboardLayout) {}

  /** What is to be done in the guest instead, in this order; undefined when the key is to go there as it is. */
  changesFor(event: KeyPress): readonly KeyChange[] | undefined {
    const choosing = CHOOSING.get(event.code);
    if (choosing) {
      if (event.type === 'keyup') this.held.delete(event.code);
      else this.held.set(event.code, choosing);
      return undefined;
    }
    if (event.code === CTRL.code) this.isControlHeld = event.type === 'keydown';
    if (event.type !== 'keydown' || event.code.startsWith('Numpad')) return undefined;
    // The character comes with the next key.
    if (event.key === 'Dead') return [];
    if ([...event.key].length !== 1) return undefined;
    const character = event.getModifierState('CapsLock') ? this.withoutCapsLock(event.key) : event.key;
    const chords = chordsFor(character, this.layout);
    // Not on the guest's keyboard: it may know the character by its name.
    if (chords.length === 0) return pressed([{ keysym: unicodeKeysym(character), code: '' }]);
    // On Windows noVNC keeps Ctrl back for a moment, as it may be the first half of AltGr.
    const isShortcut = this.isControlHeld && !event.getModifierState('AltGraph');
    return [
      ...(isShortcut ? [{ ...CTRL, isDown: true }] : []),
      ...chords.flatMap((chord) => this.alone(chord)),
    ];
  }

  /** Everything has been let go, as when the window loses the focus. */
  forget(): void {
    this.held.clear();
    this.isControlHeld = false;
  }

  /** A chord, without what is held besides, which is down again afterwards. */
  private alone(chord: readonly Key[]): KeyChange[] {
    const isIn = ({ code }: Key) => chord.some((key) => key.code === code);
    const isHeld = ({ code }: Key) => this.held.has(code);
    const others = [...this.held.values()].filter((key) => !isIn(key));
    return [
      ...others.map((key) => ({ ...key, isDown: false })),
      ...pressed(chord.filter((key) => !isHeld(key))),
      ...others.map((key) => ({ ...key, isDown: true })),
    ];
  }

  /** Caps Lock is on in the guest, too: it turns the letters of those keys round that have both on them. */
  private withoutCapsLock(character: string): string {
    const other = character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase();
    const [one, two] = [character, other].map((each) => this.layout.strokesFor(each));
    const isOneKey = one?.length === 1 && two?.length === 1 && one[0]?.code === two[0]?.code;
    const isPlainAndShift = [one?.[0]?.hold, two?.[0]?.hold].every((hold) => !hold || hold === 'shift');
    return isOneKey && isPlainAndShift ? other : character;
  }
}

/** Down in this order, and up again. */
function pressed(keys: readonly Key[]): KeyChange[] {
  return [
    ...keys.map((key) => ({ ...key, isDown: true })),
    ...keys.toReversed().map((key) => ({ ...key, isDown: false })),
  ];
}
