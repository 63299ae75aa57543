import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import {
  type ApplicationConfig,
  inject,
  isDevMode,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
} from '@angular/core';
import { MAT_FORM_FIELD_DEFAULT_OPTIONS } from '@angular/material/form-field';
import {
  TitleStrategy,
  provideRouter,
  withComponentInputBinding,
  withInMemoryScrolling,
  withRouterConfig,
} from '@angular/router';
import { TRANSLOCO_TRANSPILER, provideTransloco } from '@jsverse/transloco';
import { routes } from './app.routes';
import { problemInterceptor } from './http/problem.interceptor';
import { Languages } from './i18n/languages';
import { PageTitle } from './i18n/page-title';
import { TextInterpolation } from './i18n/text-interpolation';
import { TextsLoader } from './i18n/texts-loader';
import { expiredSessionInterceptor } from './session/expired-session.interceptor';
import { registerIcons } from './ui/icons';
import { Theme } from './ui/theme';

export const appConfig: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    provideBrowserGlobalErrorListeners(),
    provideHttpClient(withFetch(), withInterceptors([expiredSessionInterceptor, problemInterceptor])),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
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
      registerIcons();
      inject(Theme);
      const languages = inject(Languages);
      return languages.speak(languages.beforeSignIn());
    }),
    {
      provide: MAT_FORM_FIELD_DEFAULT_OPTIONS,
      useValue: { appearance: 'outline', subscriptSizing: 'fixed', hideRequiredMarker: true },
    },
  ],
};
