import { expect, it } from '@jest/globals';
import { VmName } from '@vm-manager/contracts';
import { importedName } from './imported-name.js';

it.each([
  ['web', 'web'],
  ['Mon serveur été', 'Mon-serveur-ete'],
  ['web_1', 'web-1'],
  ['-a..b-', 'a.b'],
  ['2024', 'vm-2024'],
  ['10.0.0.1', 'vm-10-0-0-1'],
  ['localhost', 'vm-localhost'],
  ['日本', 'vm-machine'],
  [`${'a'.repeat(80)}_`, 'a'.repeat(60)],
])('%j becomes %j', (name, imported) => {
  expect(importedName(name, new Set())).toBe(imported);
  expect(VmName.safeParse(imported).success).toBe(true);
});

it('is another one where its owner has one of that name, whatever its capitals', () => {
  expect(importedName('Web', new Set(['web', 'web-2']))).toBe('Web-3');
  expect(importedName('a'.repeat(63), new Set(['a'.repeat(63)]))).toBe(`${'a'.repeat(61)}-2`);
});
