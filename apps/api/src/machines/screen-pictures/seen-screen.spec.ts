import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { LOOKS_FOR_MS, SeenScreen, TAKEN_EVERY_MS } from './seen-screen.js';

const PNG = { format: 'png' } as const;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A screen that shows what the test says. */
function seen() {
  const screen = { shows: 'a', taken: 0, isGone: false, hasLeft: false };
  const told: string[][] = [];
  const pictures = new SeenScreen(
    async () => {
      screen.taken++;
      if (screen.isGone) throw new Error('off');
      return Buffer.from(screen.shows);
    },
    (people) => told.push(people),
    () => (screen.hasLeft = true),
  );
  const look = async (userId: string) => (await pictures.look(userId, PNG)).toString();
  return { screen, told, pictures, look };
}

it('is taken once for all who look, and again after a while, whoever asks meanwhile', async () => {
  const { screen, look } = seen();
  expect(await Promise.all(['alice', 'prof', 'alice'].map(look))).toEqual(['a', 'a', 'a']);
  screen.shows = 'b';
  await jest.advanceTimersByTimeAsync(TAKEN_EVERY_MS - 1);
  expect([await look('prof'), screen.taken]).toEqual(['a', 1]);
  await jest.advanceTimersByTimeAsync(1);
  expect([await look('prof'), screen.taken]).toEqual(['b', 2]);
});

it('is told to all who look when it is another, and to nobody when it is the same', async () => {
  const { screen, told, look } = seen();
  await Promise.all(['alice', 'prof'].map(look));
  await jest.advanceTimersByTimeAsync(TAKEN_EVERY_MS);
  expect(told).toEqual([]);
  screen.shows = 'b';
  await jest.advanceTimersByTimeAsync(TAKEN_EVERY_MS);
  expect(told).toEqual([['alice', 'prof']]);
});

it('is made smaller once for as long as it is the same', async () => {
  const { screen, pictures } = seen();
  const small = () => pictures.look('alice', PNG);
  const first = small();
  await first;
  await jest.advanceTimersByTimeAsync(TAKEN_EVERY_MS);
  expect(small()).toBe(first);
  screen.shows = 'b';
  await jest.advanceTimersByTimeAsync(TAKEN_EVERY_MS);
  expect(small()).not.toBe(first);
});

it('is not taken any more once nobody has looked for a while, and told only to those who still do', async () => {
  const { screen, told, look } = seen();
  await look('alice');
  for (let passed = 0; passed < LOOKS_FOR_MS; passed += TAKEN_EVERY_MS) {
    await look('prof');
    await jest.advanceTimersByTimeAsync(TAKEN_EVERY_MS);
  }
  screen.shows = 'b';
  await jest.advanceTimersByTimeAsync(TAKEN_EVERY_MS);
  expect(told).toEqual([['prof']]);
  await jest.advanceTimersByTimeAsync(LOOKS_FOR_MS);
  expect(screen.hasLeft).toBe(true);
  const { taken } = screen;
  await jest.advanceTimersByTimeAsync(10 * LOOKS_FOR_MS);
  expect([screen.taken, jest.getTimerCount()]).toEqual([taken, 0]);
});

it('is left when there is none, and when the process stops in the middle of taking it', async () => {
  const off = seen();
  await off.look('alice');
  off.screen.isGone = true;
  await jest.advanceTimersByTimeAsync(TAKEN_EVERY_MS);
  const stopping = seen();
  const looking = stopping.look('alice');
  stopping.pictures.end();
  await looking;
  expect([off.screen.hasLeft, stopping.screen.hasLeft, jest.getTimerCount()]).toEqual([true, true, 0]);
});
