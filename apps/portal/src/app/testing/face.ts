import {
  type EnvironmentProviders,
  makeEnvironmentProviders,
  provideAppInitializer,
  inject,
} from '@angular/core';
import { provideTransloco } from '@jsverse/transloco';
import { Languages } from '../i18n/languages';
import { TextsLoader } from '../i18n/texts-loader';
import { registerIcons } from '../ui/icons';

/** The real texts, in French, and the real icons. */
export function provideFace(): EnvironmentProviders {
  return makeEnvironmentProviders([
    provideTransloco({
      config: { availableLangs: ['fr', 'en'], defaultLang: 'fr', reRenderOnLangChange: true, prodMode: true },
      loader: TextsLoader,
    }),
    provideAppInitializer(() => {
      registerIcons();
      return inject(Languages).speak('fr');
    }),
  ]);
}
