import {
  US,
  WINDOWS_BE,
  WINDOWS_CH,
  WINDOWS_FR,
  isDead,
  type KnownKeyboard,
} from '../testing/known-keyboards';
import { layoutNamed } from './keyboard-layouts';
import { browserDiffers, pressDiffers } from './layout-mismatch';

/** As the Keyboard API tells it. */
const told = (keyboard: KnownKeyboard) => ({
  getLayoutMap: async () => new Map([...keyboard].map(([code, [plain = '']]) => [code, plain])),
});
const GUESTS = ['xkb:fr(oss)', 'windows:040c'].map((name) => layoutNamed(name)!);

describe.each(GUESTS)('a guest’s keyboard', (layout) => {
  it.each([
    ['fr', WINDOWS_FR, false],
    ['be', WINDOWS_BE, true],
    ['ch', WINDOWS_CH, true],
    ['us', US, true],
  ] as const)('and one that is %s in the browser', async (_, keyboard, differs) => {
    expect(await browserDiffers(layout, told(keyboard))).toBe(differs);
    const presses = [...keyboard].flatMap(([code, text]) =>
      [...text].slice(0, 2).map((key, level) => ({ code, key, shiftKey: level === 1 })),
    );
    const found = presses.map(({ key, ...press }) =>
      pressDiffers({ ...RESTING, ...press, key: isDead(key) ? 'Dead' : key }, layout),
    );
    expect(found.includes(true)).toBe(differs);
  });
});

it('is not known of a browser that does not tell, or refuses to', async () => {
  expect(await browserDiffers(GUESTS[0]!, undefined)).toBe(false);
  const refusing = { getLayoutMap: () => Promise.reject(new Error('in a frame')) };
  expect(await browserDiffers(GUESTS[0]!, refusing)).toBe(false);
});

it('is not told by shortcuts, Caps Lock, AltGr, arrows and the number pad', () => {
  const [layout] = GUESTS;
  const q = { ...RESTING, code: 'KeyA', key: 'a' };
  expect(pressDiffers(q, layout!)).toBe(true);
  for (const press of [
    { ...q, ctrlKey: true },
    { ...q, metaKey: true },
    { ...q, getModifierState: (name: string) => name === 'CapsLock' },
    { ...q, getModifierState: (name: string) => name === 'AltGraph' },
    { ...q, code: 'ArrowUp', key: 'ArrowUp' },
    { ...q, code: 'Numpad4', key: '4' },
  ])
    expect(pressDiffers(press, layout!)).toBe(false);
});

const RESTING = {
  ...{ shiftKey: false, ctrlKey: false, altKey: false, metaKey: false },
  getModifierState: () => false,
};
