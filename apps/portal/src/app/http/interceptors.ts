import { type HttpInterceptorFn, HttpResponse } from '@angular/common/http';
import { inject } from '@angular/core';
import { tap, catchError, throwError } from 'rxjs';
import { Clock } from '../time/clock';
import { Languages } from '../i18n/languages';
import { toApiProblem } from './api-problem';

/** Asks for answers in the language on screen, and turns every refusal into an `ApiProblem`. */
export const problemInterceptor: HttpInterceptorFn = (request, next) => {
  const language = inject(Languages).active();
  return next(request.clone({ setHeaders: { 'Accept-Language': language } })).pipe(
    catchError((error: unknown) => throwError(() => toApiProblem(error))),
  );
};

/** Every answer of the API says what time it is. */
export const serverTimeInterceptor: HttpInterceptorFn = (request, next) => {
  const clock = inject(Clock);
  return next(request).pipe(
    tap((event) => {
      if (event instanceof HttpResponse) clock.hear(event.headers.get('Date'));
    }),
  );
};
