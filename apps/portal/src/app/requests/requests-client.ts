import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import {
  type ApproveRequest,
  type CreateRequest,
  type RequestFilter,
  type RequestState,
  ResourceRequest,
} from '@vm-manager/contracts';
import { type Observable, firstValueFrom, map } from 'rxjs';
import * as z from 'zod';
import { EventFeed } from '../events/event-feed';
import { withRequest } from './request-lists';

const Requests = z.array(ResourceRequest);

/** As many as the API gives at a time. */
const AT_A_TIME = 200;

interface Wanted {
  readonly user?: string;
  readonly state?: RequestState;
}

@Service()
export class RequestsClient {
  private readonly http = inject(HttpClient);
  private readonly feed = inject(EventFeed);

  /** Newest first, kept current by pushes; undefined means wait. Call in an injection context. */
  list(wanted: () => Wanted | undefined): HttpResourceRef<ResourceRequest[] | undefined> {
    const requests = httpResource(
      () => {
        const filter: Partial<Record<keyof RequestFilter, string>> | undefined = wanted();
        return filter && { url: '/api/requests', params: filter };
      },
      { parse: (body) => Requests.parse(body) },
    );
    this.feed.on('request', (pushed) => {
      const user = wanted()?.user;
      if (user && pushed.requester.id !== user) return;
      if (requests.hasValue()) requests.update((known) => known && withRequest(known, pushed));
    });
    this.feed.onReopened(() => requests.reload());
    return requests;
  }

  /** Adds those before the oldest one known; resolves with whether there may be still older ones. */
  async addOlder(requests: HttpResourceRef<ResourceRequest[] | undefined>, wanted: Wanted): Promise<boolean> {
    const known = requests.value() ?? [];
    const before = known.map(({ createdAt }) => createdAt).sort()[0];
    if (before === undefined) return false;
    const call = this.http.get('/api/requests', { params: { ...wanted, before, limit: AT_A_TIME } });
    const older = Requests.parse(await firstValueFrom(call));
    requests.set([...known, ...older]);
    return older.length === AT_A_TIME;
  }

  /** Whether a list of so many may have ended before all were there. */
  mayGoOn(count: number): boolean {
    return count >= AT_A_TIME;
  }

  one(id: () => string): HttpResourceRef<ResourceRequest | undefined> {
    const request = httpResource(() => `/api/requests/${id()}`, {
      parse: (body) => ResourceRequest.parse(body),
    });
    this.feed.on('request', (pushed) => {
      if (pushed.id === id()) request.set(pushed);
    });
    this.feed.onReopened(() => request.reload());
    return request;
  }

  create(request: CreateRequest): Promise<ResourceRequest> {
    return this.answered(this.http.post('/api/requests', request));
  }

  approve(id: string, terms: ApproveRequest = {}): Promise<ResourceRequest> {
    return this.answered(this.http.post(`/api/requests/${id}/approve`, terms));
  }

  reject(id: string, comment: string): Promise<ResourceRequest> {
    return this.answered(this.http.post(`/api/requests/${id}/reject`, { comment }));
  }

  cancel(id: string): Promise<ResourceRequest> {
    return this.answered(this.http.post(`/api/requests/${id}/cancel`, null));
  }

  withdraw(id: string): Promise<ResourceRequest> {
    return this.answered(this.http.post(`/api/requests/${id}/withdraw`, {}));
  }

  private async answered(call: Observable<object>): Promise<ResourceRequest> {
    const request = await firstValueFrom(call.pipe(map((body) => ResourceRequest.parse(body))));
    this.feed.publish('request', request);
    return request;
  }
}
