import type { HttpInterceptorFn } from '@angular/common/http';
import { Injector, inject } from '@angular/core';
import { Router } from '@angular/router';
import { catchError, throwError } from 'rxjs';
import { toApiProblem } from '../http/api-problem';
import { MAY_BE_ANONYMOUS, Session } from './session';

/** A 401 anywhere leads to the sign-in page, which brings back to where one was. */
export const expiredSessionInterceptor: HttpInterceptorFn = (request, next) => {
  const router = inject(Router);
  const injector = inject(Injector);
  return next(request).pipe(
    catchError((error: unknown) => {
      if (toApiProblem(error).status === 401 && !request.context.get(MAY_BE_ANONYMOUS)) {
        // Session itself uses HttpClient, so it is asked for only now.
        injector.get(Session).expire();
        const wanted = router.currentNavigation()?.finalUrl?.toString() ?? router.url;
        if (!wanted.startsWith('/connexion'))
          void router.navigate(['/connexion'], { queryParams: { retour: wanted } });
      }
      return throwError(() => error);
    }),
  );
};
