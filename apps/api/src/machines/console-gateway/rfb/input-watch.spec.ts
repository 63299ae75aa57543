import { expect, it } from '@jest/globals';
import { clientMessages } from '../testing/client-messages.js';
import { Hearing } from './dialogue.js';
import { inputWatch } from './input-watch.js';

it('the watch for input notices keys, pointer and clipboard but not what the browser asks by itself', () => {
  let noticed = 0;
  const hearing = new Hearing(inputWatch(() => noticed++));
  const { asking, acting } = clientMessages;
  const said = Object.values(asking).flatMap((message) => hearing.hear(message));
  expect({ said, noticed }).toEqual({ said: [], noticed: 0 });
  for (const name of ['key', 'pointerWithExtraButtons', 'extendedClipboard', 'qemuKey'] as const) {
    hearing.hear(acting[name]);
  }
  expect(noticed).toBe(4);
});
