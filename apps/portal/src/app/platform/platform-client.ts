import { httpResource } from '@angular/common/http';
import { Service } from '@angular/core';
import { Platform } from '@vm-manager/contracts';

@Service()
export class PlatformClient {
  private readonly resource = httpResource(() => '/api/platform', { parse: (body) => Platform.parse(body) });

  /** Undefined until known, and when it cannot be known: nothing in the portal hangs on it. */
  current(): Platform | undefined {
    return this.resource.hasValue() ? this.resource.value() : undefined;
  }
}
