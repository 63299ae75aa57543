import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { Session } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import * as z from 'zod';

const Sessions = z.array(Session);

/** The browsers that someone is signed in with. */
@Service()
export class SessionsClient {
  private readonly http = inject(HttpClient);

  /** One's own when `user` is nobody. Call in an injection context. */
  list(user: () => string | undefined): HttpResourceRef<Session[] | undefined> {
    return httpResource(
      () => {
        const id = user();
        return { url: '/api/sessions', params: id ? { user: id } : undefined };
      },
      {
        parse: (body) =>
          Sessions.parse(body).sort(
            (a, b) => Number(b.current) - Number(a.current) || b.lastUsedAt.localeCompare(a.lastUsedAt),
          ),
      },
    );
  }

  close(id: string): Promise<unknown> {
    return firstValueFrom(this.http.delete(`/api/sessions/${id}`));
  }

  /** All of one's own but this browser's. */
  closeOthers(): Promise<unknown> {
    return firstValueFrom(this.http.delete('/api/sessions'));
  }

  closeAllOf(userId: string): Promise<unknown> {
    return firstValueFrom(this.http.delete(`/api/users/${userId}/sessions`));
  }
}
