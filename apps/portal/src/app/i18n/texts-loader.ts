import { Service } from '@angular/core';
import type { Translation, TranslocoLoader } from '@jsverse/transloco';

/** Texts are chunks of the build: hashed, cached, and under the same policy as the code. */
@Service()
export class TextsLoader implements TranslocoLoader {
  getTranslation(language: string): Promise<Translation> {
    return (language === 'en' ? import('../../i18n/en.json') : import('../../i18n/fr.json')).then(
      (texts) => texts.default,
    );
  }
}
