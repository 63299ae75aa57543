import { type HttpResourceRef, httpResource } from '@angular/common/http';
import { DestroyRef, Service, inject } from '@angular/core';
import { HostCapacity } from '@vm-manager/contracts';
import * as z from 'zod';
import { EventFeed } from '../events/event-feed';

const Hosts = z.array(HostCapacity);
/** What is really used changes without a push. */
const LOOK_AGAIN_MS = 15_000;
const TOGETHER_MS = 1000;

@Service()
export class CapacityClient {
  private readonly feed = inject(EventFeed);

  /** Call in an injection context. */
  hosts(): HttpResourceRef<HostCapacity[] | undefined> {
    const hosts = httpResource(() => '/api/capacity', { parse: (body) => Hosts.parse(body) });
    let soon: ReturnType<typeof setTimeout> | undefined;
    this.feed.on('vm', () => {
      clearTimeout(soon);
      soon = setTimeout(() => hosts.reload(), TOGETHER_MS);
    });
    this.feed.onReopened(() => hosts.reload());
    const again = setInterval(() => hosts.reload(), LOOK_AGAIN_MS);
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(soon);
      clearInterval(again);
    });
    return hosts;
  }
}
