import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { BinnedVm, Vm } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import * as z from 'zod';
import { EventFeed } from '../../events/event-feed';
import { reloadAfter } from '../../events/reload-after';

const BinnedVms = z.array(BinnedVm);

/** The machines that were deleted and wait. */
@Service()
export class BinClient {
  private readonly http = inject(HttpClient);
  private readonly feed = inject(EventFeed);

  /** Of all that the caller may see; what goes first stands first. Call in an injection context. */
  list(): HttpResourceRef<BinnedVm[] | undefined> {
    const bin = httpResource(() => '/api/bin', { parse: (body) => BinnedVms.parse(body) });
    return reloadAfter(bin, ['vm']);
  }

  async restore({ id }: BinnedVm): Promise<Vm> {
    const vm = Vm.parse(await firstValueFrom(this.http.post(`/api/bin/${id}/restore`, null)));
    this.feed.publish('vm', vm);
    return vm;
  }

  /** For good, before its time. */
  remove({ id }: BinnedVm): Promise<unknown> {
    return firstValueFrom(this.http.delete(`/api/bin/${id}`));
  }

  /** All of it, whoever's. */
  empty(): Promise<unknown> {
    return firstValueFrom(this.http.delete('/api/bin'));
  }
}
