import { httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import type { Platform } from '@vm-manager/contracts';
import { SchoolTime } from '../i18n/school-time';
import { BinDays } from './bin-days';

@Service()
export class PlatformClient {
  private readonly resource = httpResource(() => '/api/platform', { parse: (body) => this.read(body) });
  private readonly school = inject(SchoolTime);
  private readonly binDays = inject(BinDays);

  /** Undefined until known, and when it cannot be known: nothing in the portal hangs on it. */
  current(): Platform | undefined {
    return this.resource.hasValue() ? this.resource.value() : undefined;
  }

  private read(body: unknown): Platform {
    // By hand, as the sign-in page asks for it: see `isProblem`.
    const platform = body as Platform;
    if (typeof platform?.fake !== 'boolean') throw new TypeError('not what GET /api/platform answers');
    if (typeof platform.timeZone === 'string') this.school.zone.set(platform.timeZone);
    if (typeof platform.binDays === 'number') this.binDays.days.set(platform.binDays);
    return platform;
  }
}
