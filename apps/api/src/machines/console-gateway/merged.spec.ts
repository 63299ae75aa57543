import { expect, it } from '@jest/globals';
import { merged } from './merged.js';

it('does at once what is asked for, and together, each once, what is asked for meanwhile', async () => {
  const done: string[][] = [];
  const ends: (() => void)[] = [];
  const ask = merged<string>((things) => {
    done.push([...things]);
    return new Promise((resolve) => ends.push(resolve));
  });
  ask('a');
  for (const thing of ['b', 'c', 'b', 'a']) ask(thing);
  expect(done).toEqual([['a']]);
  ends.shift()!();
  await Promise.resolve();
  await Promise.resolve();
  expect(done).toEqual([['a'], ['b', 'c', 'a']]);
  ends.shift()!();
  await new Promise(setImmediate);
  ask('d');
  expect(done).toEqual([['a'], ['b', 'c', 'a'], ['d']]);
});
