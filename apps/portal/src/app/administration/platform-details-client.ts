import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { DestroyRef, type Signal, Service, inject } from '@angular/core';
import { PlatformCheck, PlatformHost, PlatformPrograms, ProgramLogLine } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import * as z from 'zod';

const Checks = z.array(PlatformCheck);
const Hosts = z.array(PlatformHost);
const Lines = z.array(ProgramLogLine);
const LOOK_AGAIN_MS = 15_000;

/** What the platform consists of. */
@Service()
export class PlatformDetailsClient {
  private readonly http = inject(HttpClient);

  /** Call in an injection context. */
  hosts(): HttpResourceRef<PlatformHost[] | undefined> {
    return httpResource(() => '/api/platform/hosts', { parse: (body) => Hosts.parse(body) });
  }

  /** Nothing is pushed of them. Call in an injection context. */
  programs(): HttpResourceRef<PlatformPrograms | undefined> {
    const programs = httpResource(() => '/api/platform/programs', {
      parse: (body) => PlatformPrograms.parse(body),
    });
    const again = setInterval(() => programs.reload(), LOOK_AGAIN_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(again));
    return programs;
  }

  /** Half a minute at most. Nothing is examined before it is asked for. Call in an injection context. */
  checks(isAskedFor: Signal<boolean>): HttpResourceRef<PlatformCheck[] | undefined> {
    return httpResource(() => (isAskedFor() ? '/api/platform/checks' : undefined), {
      parse: (body) => Checks.parse(body),
    });
  }

  /** What came after a moment, or the last lines. */
  async log(program: string, after?: string): Promise<ProgramLogLine[]> {
    const params = { program, ...(after === undefined ? {} : { after }) };
    return Lines.parse(await firstValueFrom(this.http.get('/api/platform/log', { params })));
  }
}
