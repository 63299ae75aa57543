import { Service } from '@angular/core';
import type { TranspileParams, TranslocoTranspiler, Translation, TranslocoLoader } from '@jsverse/transloco';
import { isElidedBefore } from '@vm-manager/contracts/french';

/** Texts are chunks of the build: hashed, cached, and under the same policy as the code. */
@Service()
export class TextsLoader implements TranslocoLoader {
  getTranslation(language: string): Promise<Translation> {
    return (language === 'en' ? import('../../i18n/en.json') : import('../../i18n/fr.json')).then(
      (texts) => texts.default,
    );
  }
}

const VALUE = /(?<!\p{Letter})((?:[Dd]|[Qq]u)e )?\{\{\s*(\w+)\s*\}\}/gu;

/**
 * Puts values into a text: each once, so that a name with braces in it stays what it is (Transloco's own way would look
 * into it again, for ever), and "de {{name}}" becomes "d’Alice" where French says so.
 */
@Service()
export class TextInterpolation implements TranslocoTranspiler {
  transpile({ value, params = {} }: TranspileParams): unknown {
    if (typeof value !== 'string') return value;
    return value.replace(VALUE, (_, before: string | undefined, name: string) => {
      const put = String((params as Record<string, unknown>)[name] ?? '');
      return before && isElidedBefore(put) ? `${before.slice(0, -2)}’${put}` : `${before ?? ''}${put}`;
    });
  }
}
