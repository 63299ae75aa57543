import { TestBed } from '@angular/core/testing';
import { provideFace } from '../testing/face';
import { Languages } from './languages';
import { injectTranslate } from './translate';

it('writes numbers as the language does, and names that look like numbers as they are', async () => {
  TestBed.configureTestingModule({ providers: [provideFace()] });
  const languages = TestBed.inject(Languages);
  const t = TestBed.runInInjectionContext(injectTranslate);
  const texts = () => [
    t('all-vms.filtered', { shown: 1000, total: 20_000 }).replaceAll(/\s/g, ' '),
    t('platform.version', { version: '20000' }),
  ];
  await languages.speak('fr');
  expect(texts()).toEqual([expect.stringContaining('20 000'), expect.stringContaining('20000')]);
  await languages.speak('en');
  expect(texts()).toEqual([expect.stringContaining('20,000'), expect.stringContaining('20000')]);
});
