import type { HttpInterceptorFn } from '@angular/common/http';
import { Injector, inject } from '@angular/core';
import { catchError, throwError } from 'rxjs';
import { toApiProblem } from '../http/api-problem';
import { EndedSession } from './ended-session';
import { MAY_BE_ANONYMOUS } from './session';

/** A 401 anywhere means that the session has ended. */
export const expiredSessionInterceptor: HttpInterceptorFn = (request, next) => {
  const injector = inject(Injector);
  return next(request).pipe(
    catchError((error: unknown) => {
      if (toApiProblem(error).status === 401 && !request.context.get(MAY_BE_ANONYMOUS)) {
        // Session itself uses HttpClient, so it is asked for only now.
        void injector.get(EndedSession).deal();
      }
      return throwError(() => error);
    }),
  );
};
