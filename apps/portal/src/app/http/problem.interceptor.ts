import type { HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { catchError, throwError } from 'rxjs';
import { Languages } from '../i18n/languages';
import { toApiProblem } from './api-problem';

/** Asks for answers in the language on screen, and turns every refusal into an `ApiProblem`. */
export const problemInterceptor: HttpInterceptorFn = (request, next) => {
  const language = inject(Languages).active();
  return next(request.clone({ setHeaders: { 'Accept-Language': language } })).pipe(
    catchError((error: unknown) => throwError(() => toApiProblem(error))),
  );
};
