import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { AccessToken, type CreateAccessToken, NewAccessToken } from '@vm-manager/contracts';
import { firstValueFrom, map } from 'rxjs';
import * as z from 'zod';

const Tokens = z.array(AccessToken);

/** The access tokens of someone's scripts. */
@Service()
export class TokensClient {
  private readonly http = inject(HttpClient);

  /** One's own without `user`. Call in an injection context. */
  list(user?: () => string): HttpResourceRef<AccessToken[] | undefined> {
    return httpResource(
      () => {
        const id = user?.();
        return { url: '/api/tokens', params: id ? { user: id } : undefined };
      },
      { parse: (body) => Tokens.parse(body) },
    );
  }

  create(request: CreateAccessToken): Promise<NewAccessToken> {
    return firstValueFrom(
      this.http.post('/api/tokens', request).pipe(map((body) => NewAccessToken.parse(body))),
    );
  }

  revoke(id: string): Promise<unknown> {
    return firstValueFrom(this.http.delete(`/api/tokens/${id}`));
  }

  revokeAllOf(userId: string): Promise<unknown> {
    return firstValueFrom(this.http.delete(`/api/users/${userId}/tokens`));
  }
}
