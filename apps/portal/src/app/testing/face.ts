import {
  type EnvironmentProviders,
  makeEnvironmentProviders,
  provideAppInitializer,
  inject,
} from '@angular/core';
import { provideTransloco } from '@jsverse/transloco';
import { EmptyError } from 'rxjs';
import { Languages } from '../i18n/languages';
import { TextsLoader } from '../i18n/texts';
import { FIRST_ICONS } from '../ui/first-icons';
import { ICONS } from '../ui/icons';
import { registerIcons } from '../ui/register-icons';

/** The real texts, in French, and the real icons. */
export function provideFace(): EnvironmentProviders {
  return makeEnvironmentProviders([
    provideTransloco({
      config: { availableLangs: ['fr', 'en'], defaultLang: 'fr', reRenderOnLangChange: true, prodMode: true },
      loader: TextsLoader,
    }),
    provideAppInitializer(() => {
      registerIcons({ ...FIRST_ICONS, ...ICONS });
      // A test may be over before the texts are there: nobody waits for them any more.
      return inject(Languages)
        .speak('fr')
        .catch((error: unknown) => {
          if (!(error instanceof EmptyError)) throw error;
        });
    }),
  ]);
}
