import { asksToPaste, releasesKeyboard } from './key-combinations';

const keys = (change: Partial<KeyboardEvent>, isAltGraph = false) =>
  releasesKeyboard({
    key: 'Shift',
    ctrlKey: true,
    altKey: true,
    shiftKey: true,
    ...change,
    getModifierState: (name) => isAltGraph && name === 'AltGraph',
  });

describe('leaving the screen by keyboard', () => {
  it('takes Ctrl+Alt+Shift, in whatever order', () => {
    expect(keys({})).toBe(true);
    expect(keys({ key: 'Control' })).toBe(true);
  });
  it('leaves AltGr+Shift, shortcuts and Ctrl+Alt alone to the guest', () => {
    expect(keys({}, true)).toBe(false);
    expect(keys({ key: 'T' })).toBe(false);
    expect(keys({ key: 'Alt', shiftKey: false })).toBe(false);
  });
});

it('Ctrl+Shift+V asks for a text to be typed; Ctrl+V alone is the guest’s', () => {
  const pressed = { key: 'V', ctrlKey: true, altKey: false, shiftKey: true, metaKey: false };
  expect(asksToPaste(pressed)).toBe(true);
  for (const other of [
    { shiftKey: false },
    { altKey: true },
    { ctrlKey: false },
    { metaKey: true },
    { key: 'c' },
  ])
    expect(asksToPaste({ ...pressed, ...other })).toBe(false);
});
