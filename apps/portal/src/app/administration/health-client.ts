import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { DestroyRef, type ResourceRef, Service, inject, resource } from '@angular/core';
import { Health } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import { ApiProblem } from '../http/api-problem';

/** Nothing is pushed of how the parts are. */
const LOOK_AGAIN_MS = 30_000;

@Service()
export class HealthClient {
  private readonly http = inject(HttpClient);

  /** Administrators read why a part is as it is. Call in an injection context. */
  current(): ResourceRef<Health | undefined> {
    const health = resource({ loader: () => this.read() });
    const again = setInterval(() => health.reload(), LOOK_AGAIN_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(again));
    return health;
  }

  /** While a part that is needed is down the answer is a 503, and says which. */
  private async read(): Promise<Health> {
    const answer = await firstValueFrom(this.http.get('/api/health/ready')).catch((error: unknown) => {
      const cause = error instanceof ApiProblem ? error.cause : error;
      const told = cause instanceof HttpErrorResponse ? Health.safeParse(cause.error) : undefined;
      if (told?.success) return told.data;
      throw error;
    });
    return Health.parse(answer);
  }
}
