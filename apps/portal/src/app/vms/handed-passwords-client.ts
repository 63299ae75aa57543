import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { HandedPasswords, ShownPasswords } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import * as z from 'zod';
import { reloadAfter } from '../events/reload-after';

const Handed = z.array(HandedPasswords);

@Service()
export class HandedPasswordsClient {
  private readonly http = inject(HttpClient);

  /** One's own machines whose passwords wait to be shown. Call in an injection context; read when `isWanted`. */
  waiting(isWanted: () => boolean): HttpResourceRef<HandedPasswords[] | undefined> {
    return reloadAfter(
      httpResource(() => (isWanted() ? '/api/handed-passwords' : undefined), {
        parse: (body) => Handed.parse(body),
      }),
      ['vm'],
    );
  }

  /** Once: they are gone from the portal then. */
  async show(vmId: string): Promise<ShownPasswords> {
    return ShownPasswords.parse(
      await firstValueFrom(this.http.post(`/api/vms/${vmId}/handed-passwords`, undefined)),
    );
  }
}
