import { inject } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { decimal } from './format';
import type { CountKey, TextKey } from './text-key';

type Values = Record<string, string | number>;

export interface Translate {
  (key: TextKey, values?: Values): string;
  /** Chooses `one` or `other` by the language's own plural rule. */
  count(key: CountKey, count: number, values?: Values): string;
}

/** The function that templates call; it reads the language as a signal, so a switch redraws the text. */
export function injectTranslate(): Translate {
  const transloco = inject(TranslocoService);
  const translate = (key: string, values?: Values) =>
    transloco.translate<string>(
      key,
      values && asRead(values, transloco.activeLang()),
      transloco.activeLang(),
    );
  return Object.assign((key: TextKey, values?: Values) => translate(key, values), {
    count: (key: CountKey, count: number, values?: Values) => {
      const form = new Intl.PluralRules(transloco.activeLang()).select(count) === 'one' ? 'one' : 'other';
      return translate(`${key}.${form}`, { ...values, count: decimal(count, transloco.activeLang()) });
    },
  });
}

/** Numbers as the language writes them. */
const asRead = (values: Values, language: string): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? decimal(value, language) : value,
    ]),
  );
