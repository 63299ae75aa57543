import { expect, it } from '@jest/globals';
import { MOST_BYTES, NewestLines } from './newest-lines.js';

const line = (text: string) => ({ at: '2026-11-27T20:00:00Z', text, isError: false });

it('keeps the last lines, as many as have room', () => {
  const lines = new NewestLines();
  for (let number = 0; number < 10; number++) lines.push(line(`${number}`.repeat(MOST_BYTES / 4)));
  expect(lines.all().map(({ text }) => text[0])).toEqual(['6', '7', '8', '9']);
  lines.push(line('short'));
  expect(lines.all().map(({ text }) => text.slice(0, 5))).toEqual(['77777', '88888', '99999', 'short']);
});

it('keeps nothing of a line that has no room at all', () => {
  const lines = new NewestLines();
  lines.push(line('x'.repeat(MOST_BYTES + 1)));
  expect(lines.all()).toEqual([]);
  lines.push(line('after'));
  expect(lines.all()).toEqual([line('after')]);
});
