import { expect, it } from '@jest/globals';
import { preferredLanguage } from './language.js';

it.each([
  [undefined, 'fr'],
  ['', 'fr'],
  ['de', 'fr'],
  ['en', 'en'],
  ['en-GB,en;q=0.9', 'en'],
  ['fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
  ['fr;q=0.4, en;q=0.5', 'en'],
  ['de, en;q=0.1', 'en'],
  ['en;q=0', 'fr'],
  ['*', 'fr'],
  ['en;q=abc, fr', 'en'],
])('"%s" asks for %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});
