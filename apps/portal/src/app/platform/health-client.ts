import { type HttpResourceRef, httpResource } from '@angular/common/http';
import { DestroyRef, Service, inject } from '@angular/core';
import { Health } from '@vm-manager/contracts';

/** Nothing is pushed of how the parts are. */
const LOOK_AGAIN_MS = 30_000;

@Service()
export class HealthClient {
  /** Administrators read why a part is as it is. Call in an injection context. */
  current(): HttpResourceRef<Health | undefined> {
    const health = httpResource(() => '/api/health/ready', { parse: (body) => Health.parse(body) });
    const again = setInterval(() => health.reload(), LOOK_AGAIN_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(again));
    return health;
  }
}
