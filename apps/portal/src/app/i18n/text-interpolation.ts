import { Service } from '@angular/core';
import type { TranspileParams, TranslocoTranspiler } from '@jsverse/transloco';
import { isElidedBefore } from '@vm-manager/contracts/french';

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
