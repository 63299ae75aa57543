import { languageOf } from './browser-language';

describe('the language before sign-in', () => {
  it.each([
    [['en-GB', 'fr'], 'en'],
    [['de', 'en-US'], 'en'],
    [['fr-CA'], 'fr'],
    [['de', 'es'], 'fr'],
    [[], 'fr'],
  ])('is, for %j, %s', (wanted, language) => {
    expect(languageOf(wanted)).toBe(language);
  });
});
