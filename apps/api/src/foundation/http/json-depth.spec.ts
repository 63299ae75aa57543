import { expect, it } from '@jest/globals';
import { DEEPEST, refuseDeepJson } from './json-depth.js';

const read = (text: string) => () => refuseDeepJson(undefined, undefined, Buffer.from(text));
const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

it.each([
  ['as deep as allowed', deep(DEEPEST)],
  ['many lists side by side', `[${'[],'.repeat(1_000)}[]]`],
  ['brackets in a text', JSON.stringify({ password: '['.repeat(100) + '"{{' + '\\\\' })],
  ['a text that ends in a backslash', `["\\\\", "${'['.repeat(50)}"]`],
])('takes %s', (_what, text) => {
  expect(read(text)).not.toThrow();
});

it.each([
  ['one deeper', deep(DEEPEST + 1)],
  ['after a text with a quotation mark', `["\\"",${deep(DEEPEST)}]`],
  ['boxes and lists by turns', '{"a":['.repeat(DEEPEST)],
])('refuses %s', (_what, text) => {
  expect(read(text)).toThrow(expect.objectContaining({ code: 'malformed-request' }));
});
