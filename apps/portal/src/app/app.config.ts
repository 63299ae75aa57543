import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import {
  type ApplicationConfig,
  ErrorHandler,
  inject,
  isDevMode,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
} from '@angular/core';
import {
  TitleStrategy,
  provideRouter,
  withComponentInputBinding,
  withInMemoryScrolling,
  withNavigationErrorHandler,
  withRouterConfig,
} from '@angular/router';
import { TRANSLOCO_TRANSPILER, provideTransloco } from '@jsverse/transloco';
import { routes } from './app.routes';
import { FirstWrongField } from './forms/first-wrong-field';
import { problemInterceptor, serverTimeInterceptor } from './http/interceptors';
import { browserLanguage } from './i18n/browser-language';
import { Languages } from './i18n/languages';
import { PageTitle } from './i18n/page-title';
import { TextInterpolation, TextsLoader } from './i18n/texts';
import { isMissingPart, MissingParts, PartsErrorHandler } from './program-parts/missing-parts';
import { UnsavedTyping } from './program-parts/unsaved-typing';
import { expiredSessionInterceptor } from './session/expired-session.interceptor';
import { FIRST_ICONS } from './ui/first-icons';
import { registerIcons } from './ui/register-icons';
import { Theme } from './ui/theme';

export const appConfig: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    provideBrowserGlobalErrorListeners(),
    { provide: ErrorHandler, useExisting: PartsErrorHandler },
    provideHttpClient(
      withFetch(),
      withInterceptors([serverTimeInterceptor, expiredSessionInterceptor, problemInterceptor]),
    ),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled', anchorScrolling: 'enabled' }),
      withNavigationErrorHandler(({ error, url }) => {
        if (isMissingPart(error)) void inject(MissingParts).miss(url);
      }),
      withRouterConfig({ paramsInheritanceStrategy: 'always' }),
    ),
    { provide: TitleStrategy, useExisting: PageTitle },
    provideTransloco({
      config: {
        availableLangs: ['fr', 'en'],
        defaultLang: 'fr',
        reRenderOnLangChange: true,
        prodMode: !isDevMode(),
      },
      loader: TextsLoader,
    }),
    { provide: TRANSLOCO_TRANSPILER, useExisting: TextInterpolation },
    provideAppInitializer(() => {
      registerIcons(FIRST_ICONS);
      inject(Theme);
      inject(UnsavedTyping);
      inject(FirstWrongField);
      return inject(Languages).speak(browserLanguage());
    }),
  ],
};
