import type { Page } from '@playwright/test';

/** Where a character is on a French keyboard: the physical key, and what is held with it. */
interface Stroke {
  code: string;
  shift?: boolean;
  altGr?: boolean;
}

const LETTERS: Record<string, string> = { a: 'KeyQ', q: 'KeyA', z: 'KeyW', w: 'KeyZ', m: 'Semicolon' };

const SIGNS: Record<string, Stroke> = {
  ' ': { code: 'Space' },
  '\n': { code: 'Enter' },
  '&': { code: 'Digit1' },
  é: { code: 'Digit2' },
  '"': { code: 'Digit3' },
  "'": { code: 'Digit4' },
  '(': { code: 'Digit5' },
  '-': { code: 'Digit6' },
  è: { code: 'Digit7' },
  _: { code: 'Digit8' },
  ç: { code: 'Digit9' },
  à: { code: 'Digit0' },
  ')': { code: 'Minus' },
  '=': { code: 'Equal' },
  '+': { code: 'Equal', shift: true },
  $: { code: 'BracketRight' },
  ù: { code: 'Quote' },
  '*': { code: 'Backslash' },
  ',': { code: 'KeyM' },
  '?': { code: 'KeyM', shift: true },
  ';': { code: 'Comma' },
  '.': { code: 'Comma', shift: true },
  ':': { code: 'Period' },
  '/': { code: 'Period', shift: true },
  '!': { code: 'Slash' },
  '<': { code: 'IntlBackslash' },
  '>': { code: 'IntlBackslash', shift: true },
  '#': { code: 'Digit3', altGr: true },
  '{': { code: 'Digit4', altGr: true },
  '|': { code: 'Digit6', altGr: true },
  '\\': { code: 'Digit8', altGr: true },
  '@': { code: 'Digit0', altGr: true },
  '}': { code: 'Equal', altGr: true },
};

function strokeFor(character: string): Stroke {
  const sign = SIGNS[character];
  if (sign) return sign;
  if (/[0-9]/.test(character)) return { code: `Digit${character}`, shift: true };
  const lower = character.toLowerCase();
  if (!/[a-z]/.test(lower)) throw new Error(`${character} is not on this keyboard.`);
  return { code: LETTERS[lower] ?? `Key${lower.toUpperCase()}`, shift: lower !== character };
}

const BETWEEN_KEYS_MS = 60;

/** Types as a person with a French keyboard does: the browser is told physical keys and what is printed on them. */
export async function typeAzerty(page: Page, text: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'keyDown' | 'keyUp', code: string, key: string) =>
    session.send('Input.dispatchKeyEvent', { type, code, key });
  for (const character of text) {
    const { code, shift, altGr } = strokeFor(character);
    const key = character === '\n' ? 'Enter' : character;
    if (shift) await send('keyDown', 'ShiftLeft', 'Shift');
    if (altGr) await send('keyDown', 'AltRight', 'AltGraph');
    await send('keyDown', code, key);
    await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), BETWEEN_KEYS_MS);
    await send('keyUp', code, key);
    if (altGr) await send('keyUp', 'AltRight', 'AltGraph');
    if (shift) await send('keyUp', 'ShiftLeft', 'Shift');
  }
  await session.detach();
}
