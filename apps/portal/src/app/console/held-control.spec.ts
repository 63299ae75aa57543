import { type Control, watchesNow } from './held-control';

const OWN: Control = { otherOwner: '', isHeld: false, isTaken: false };
const OTHERS: Control = { ...OWN, otherOwner: 'Camille Lefèvre' };

describe('who opens a console watches', () => {
  it('at first, when it is another’s and they do not type there already', () => {
    expect(watchesNow(OWN)).toBe(false);
    expect(watchesNow(OTHERS, { source: OWN, value: false })).toBe(true);
    expect(watchesNow({ ...OTHERS, isHeld: true }, { source: OWN, value: false })).toBe(false);
  });

  it('until the control of another’s screen is theirs', () => {
    const asked = { ...OTHERS, isTaken: true };
    expect(watchesNow({ ...OTHERS, isHeld: true }, { source: asked, value: true })).toBe(false);
  });

  it('again when it was taken from them, and goes on when it is free', () => {
    const taken = { ...OTHERS, isTaken: true };
    expect(watchesNow(taken, { source: { ...OTHERS, isHeld: true }, value: false })).toBe(true);
    expect(watchesNow(OTHERS, { source: taken, value: true })).toBe(true);
  });

  it('as they chose on their own screen, whoever types', () => {
    const held = { ...OWN, isHeld: true };
    expect(watchesNow(held, { source: OWN, value: true })).toBe(true);
    expect(watchesNow({ ...OWN, isTaken: true }, { source: held, value: false })).toBe(false);
  });
});
