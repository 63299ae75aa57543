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
/** A class that starts is a hundred pushes in a minute; figures of the whole class need not follow each. */
const CLASS_TOGETHER_MS = 3_000;

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
    const quota = httpResource(url, { parse: (body) => GroupQuota.parse(body) });
    return reloadAfter(quota, CHANGED_BY, CLASS_TOGETHER_MS);
  }

  /** The students of a group: what each uses, and of what. Undefined id means: not wanted. */
  usages(groupId: () => string | undefined): HttpResourceRef<MemberUsage[] | undefined> {
    const url = () => (groupId() ? `/api/groups/${groupId()}/usage` : undefined);
    const usages = httpResource(url, { parse: (body) => Usages.parse(body) });
    return reloadAfter(usages, CHANGED_BY, CLASS_TOGETHER_MS);
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
