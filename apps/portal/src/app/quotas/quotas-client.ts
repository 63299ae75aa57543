import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { DestroyRef, Service, inject } from '@angular/core';
import {
  DefaultQuota,
  GroupQuota,
  MemberUsage,
  Quota,
  type SetGroupQuota,
  type SetLimits,
} from '@vm-manager/contracts';
import { firstValueFrom, map } from 'rxjs';
import * as z from 'zod';
import { EventFeed } from '../events/event-feed';

const Usages = z.array(MemberUsage);
/** Machines change in bursts: a create alone is several pushes. */
const TOGETHER_MS = 300;

@Service()
export class QuotasClient {
  private readonly http = inject(HttpClient);
  private readonly feed = inject(EventFeed);

  /** One's own; kept current. This and the next four: call in an injection context. */
  own(): HttpResourceRef<Quota | undefined> {
    return this.current(httpResource(() => '/api/quota', { parse: (body) => Quota.parse(body) }));
  }

  of(userId: () => string | undefined): HttpResourceRef<Quota | undefined> {
    const url = () => (userId() ? `/api/users/${userId()}/quota` : undefined);
    return this.current(httpResource(url, { parse: (body) => Quota.parse(body) }));
  }

  /** Undefined id means: not wanted. */
  ofGroup(id: () => string | undefined): HttpResourceRef<GroupQuota | undefined> {
    const url = () => (id() ? `/api/groups/${id()}/quota` : undefined);
    return this.current(httpResource(url, { parse: (body) => GroupQuota.parse(body) }));
  }

  /** The students of a group: what each uses, and of what. */
  usages(groupId: () => string): HttpResourceRef<MemberUsage[] | undefined> {
    const url = () => `/api/groups/${groupId()}/usage`;
    return this.current(httpResource(url, { parse: (body) => Usages.parse(body) }));
  }

  byDefault(): HttpResourceRef<DefaultQuota | undefined> {
    return httpResource(() => '/api/quota/default', { parse: (body) => DefaultQuota.parse(body) });
  }

  setDefault(limits: DefaultQuota): Promise<DefaultQuota> {
    const call = this.http.put('/api/quota/default', limits);
    return firstValueFrom(call.pipe(map((body) => DefaultQuota.parse(body))));
  }

  setFor(userIds: readonly string[], limits: SetLimits): Promise<MemberUsage[]> {
    const call = this.http.put('/api/quotas', { userIds, limits });
    return firstValueFrom(call.pipe(map((body) => Usages.parse(body))));
  }

  setForGroup(id: string, change: SetGroupQuota): Promise<GroupQuota> {
    const call = this.http.put(`/api/groups/${id}/quota`, change);
    return firstValueFrom(call.pipe(map((body) => GroupQuota.parse(body))));
  }

  private current<T>(resource: HttpResourceRef<T | undefined>): HttpResourceRef<T | undefined> {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const reloadSoon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => resource.reload(), TOGETHER_MS);
    };
    this.feed.on('vm', reloadSoon);
    this.feed.on('quota', reloadSoon);
    this.feed.onReopened(() => resource.reload());
    inject(DestroyRef).onDestroy(() => clearTimeout(waiting));
    return resource;
  }
}
