import { expect, it } from '@jest/globals';
import { printable } from './printable.js';

it.each([
  ['\u001b[31mrouge\u001b[0m', 'rouge'],
  ['\u001b]0;titre\u0007après', 'après'],
  ['\u001b]8;;http://x\u001b\\lien\u001b]8;;\u001b\\', 'lien'],
  ['\u001bP+q544e\u001b\\x', 'x'],
  ['\u001bcvide', 'vide'],
  ['un\r\u0000\u009bdeux\u0007', 'un\ufffd\ufffd\ufffddeux\ufffd'],
  ['été\tun\ndeux', 'été\tun\ndeux'],
])('%j is written as %j', (text, written) => {
  expect(printable(text)).toBe(written);
});
