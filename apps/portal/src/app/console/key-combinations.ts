/** A key as noVNC sends it: what it means, and where it is on the keyboard. */
export interface Key {
  readonly keysym: number;
  readonly code: string;
}

export const CTRL: Key = { keysym: 0xffe3, code: 'ControlLeft' };
const ALT: Key = { keysym: 0xffe9, code: 'AltLeft' };
/** With Alt it is the key of Linux's kernel, SysRq. */
const PRINT_SCREEN: Key = { keysym: 0xff61, code: 'PrintScreen' };
const functionKey = (number: number): Key => ({ keysym: 0xffbd + number, code: `F${number}` });

export const COMBINATIONS = {
  'ctrl-alt-del': [CTRL, ALT, { keysym: 0xffff, code: 'Delete' }],
  'ctrl-alt-f1': [CTRL, ALT, functionKey(1)],
  'ctrl-alt-f2': [CTRL, ALT, functionKey(2)],
  'ctrl-alt-f3': [CTRL, ALT, functionKey(3)],
  'ctrl-alt-f4': [CTRL, ALT, functionKey(4)],
  'ctrl-alt-f5': [CTRL, ALT, functionKey(5)],
  'ctrl-alt-f6': [CTRL, ALT, functionKey(6)],
  'ctrl-alt-f7': [CTRL, ALT, functionKey(7)],
  tab: [{ keysym: 0xff09, code: 'Tab' }],
  escape: [{ keysym: 0xff1b, code: 'Escape' }],
  'alt-tab': [ALT, { keysym: 0xff09, code: 'Tab' }],
  'alt-f4': [ALT, functionKey(4)],
  windows: [{ keysym: 0xffeb, code: 'MetaLeft' }],
  'print-screen': [PRINT_SCREEN],
  'alt-sysrq-h': [ALT, PRINT_SCREEN, { keysym: 0x68, code: 'KeyH' }],
  'alt-sysrq-s': [ALT, PRINT_SCREEN, { keysym: 0x73, code: 'KeyS' }],
} as const satisfies Record<string, readonly Key[]>;
export type CombinationName = keyof typeof COMBINATIONS;
export const COMBINATION_NAMES = Object.keys(COMBINATIONS) as readonly CombinationName[];

export const SHIFT: Key = { keysym: 0xffe1, code: 'ShiftLeft' };
export const ALT_GR: Key = { keysym: 0xfe03, code: 'AltRight' };

/** Keys that are down in the guest at the moment when the person takes the keyboard back. */
export const HELD_KEYS: readonly Key[] = [CTRL, ALT, SHIFT];

/**
 * Ctrl+Alt+Shift, alone, takes the keyboard back: without it nobody could leave the screen by keyboard.
 * AltGr is Ctrl+Alt to some browsers, and AltGr+Shift types characters, so it does not count.
 */
export function releasesKeyboard(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'getModifierState'>,
): boolean {
  const isModifier = event.key === 'Control' || event.key === 'Alt' || event.key === 'Shift';
  return isModifier && event.ctrlKey && event.altKey && event.shiftKey && !event.getModifierState('AltGraph');
}

/** Ctrl+Shift+V: a text is to be typed in the guest. */
export function asksToPaste(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>,
): boolean {
  return (
    event.key.toLowerCase() === 'v' && event.ctrlKey && event.shiftKey && !event.altKey && !event.metaKey
  );
}
