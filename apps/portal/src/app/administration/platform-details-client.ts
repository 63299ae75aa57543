import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { DestroyRef, Service, inject } from '@angular/core';
import { PlatformHost, PlatformPrograms, ProgramLogLine } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import * as z from 'zod';

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

  /** What came after a moment, or the last lines. */
  async log(program: string, after?: string): Promise<ProgramLogLine[]> {
    const params = { program, ...(after === undefined ? {} : { after }) };
    return Lines.parse(await firstValueFrom(this.http.get('/api/platform/log', { params })));
  }
}
