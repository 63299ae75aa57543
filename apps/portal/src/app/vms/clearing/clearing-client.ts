import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { Clearing, DefaultClearing, GroupClearing, type SetGroupClearing } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import * as z from 'zod';
import { reloadAfter } from '../../events/reload-after';

const Clearings = z.array(Clearing);

/** Which machines go to the bin by themselves, and by which rules. */
@Service()
export class ClearingClient {
  private readonly http = inject(HttpClient);

  /** Those that the caller sees, and that are told. This and the next: call in an injection context. */
  list(): HttpResourceRef<Clearing[] | undefined> {
    const clearings = httpResource(() => '/api/clearings', { parse: (body) => Clearings.parse(body) });
    return reloadAfter(clearings, ['notice', 'vm']);
  }

  byDefault(): HttpResourceRef<DefaultClearing | undefined> {
    return httpResource(() => '/api/clearing/default', { parse: (body) => DefaultClearing.parse(body) });
  }

  /** One's machine is still needed. */
  keep({ vm }: Clearing): Promise<unknown> {
    return firstValueFrom(this.http.post(`/api/vms/${vm.id}/keep`, null));
  }

  async setDefault(rule: DefaultClearing): Promise<DefaultClearing> {
    return DefaultClearing.parse(await firstValueFrom(this.http.put('/api/clearing/default', rule)));
  }

  async ofGroup(groupId: string): Promise<GroupClearing> {
    return GroupClearing.parse(await firstValueFrom(this.http.get(`/api/groups/${groupId}/clearing`)));
  }

  async setForGroup(groupId: string, change: SetGroupClearing): Promise<GroupClearing> {
    const answer = await firstValueFrom(this.http.put(`/api/groups/${groupId}/clearing`, change));
    return GroupClearing.parse(answer);
  }
}
