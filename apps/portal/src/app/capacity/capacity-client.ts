import { type HttpResourceRef, httpResource } from '@angular/common/http';
import { DestroyRef, Service, inject } from '@angular/core';
import { HostCapacity } from '@vm-manager/contracts';
import * as z from 'zod';
import { reloadAfter } from '../events/reload-after';

const Hosts = z.array(HostCapacity);
/** What is really used changes without a push. */
const LOOK_AGAIN_MS = 15_000;

@Service()
export class CapacityClient {
  /** Call in an injection context. */
  hosts(): HttpResourceRef<HostCapacity[] | undefined> {
    const hosts = httpResource(() => '/api/capacity', { parse: (body) => Hosts.parse(body) });
    const again = setInterval(() => hosts.reload(), LOOK_AGAIN_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(again));
    return reloadAfter(hosts, ['vm']);
  }
}
