import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
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
import { reloadAfter } from '../events/reload-after';

const Usages = z.array(MemberUsage);
const CHANGED_BY = ['vm', 'quota'] as const;

@Service()
export class QuotasClient {
  private readonly http = inject(HttpClient);

  /** One's own; kept current. This and the next four: call in an injection context. */
  own(): HttpResourceRef<Quota | undefined> {
    return reloadAfter(
      httpResource(() => '/api/quota', { parse: (body) => Quota.parse(body) }),
      CHANGED_BY,
    );
  }

  of(userId: () => string | undefined): HttpResourceRef<Quota | undefined> {
    const url = () => (userId() ? `/api/users/${userId()}/quota` : undefined);
    return reloadAfter(httpResource(url, { parse: (body) => Quota.parse(body) }), CHANGED_BY);
  }

  /** Undefined id means: not wanted. */
  ofGroup(id: () => string | undefined): HttpResourceRef<GroupQuota | undefined> {
    const url = () => (id() ? `/api/groups/${id()}/quota` : undefined);
    return reloadAfter(httpResource(url, { parse: (body) => GroupQuota.parse(body) }), CHANGED_BY);
  }

  /** The students of a group: what each uses, and of what. */
  usages(groupId: () => string): HttpResourceRef<MemberUsage[] | undefined> {
    const url = () => `/api/groups/${groupId()}/usage`;
    return reloadAfter(httpResource(url, { parse: (body) => Usages.parse(body) }), CHANGED_BY);
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
}
