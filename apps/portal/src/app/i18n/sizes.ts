import { inject } from '@angular/core';
import { decimal } from './format';
import { Languages } from './languages';
import { injectTranslate } from './translate';

/** Writes sizes as people compare them: Gio from 1 Gio on, Mio below. */
export function injectSizes() {
  const t = injectTranslate();
  const languages = inject(Languages);
  const memory = (mib: number) =>
    mib >= 1024
      ? t('size.gib', { value: decimal(mib / 1024, languages.active()) })
      : t('size.mib', { value: decimal(mib, languages.active()) });
  return {
    memory,
    disk: (gib: number) => t('size.gib', { value: decimal(gib, languages.active()) }),
    vcpus: (count: number) => t.count('size.vcpus-value', count),
  };
}
