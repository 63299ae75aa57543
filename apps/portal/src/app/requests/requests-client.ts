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
