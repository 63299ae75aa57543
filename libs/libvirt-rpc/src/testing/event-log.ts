import type { DomainEventKind, DomainEventMap } from '../events/event-kinds.js';
import type { Subscription } from '../events/domain-events.js';
import type { LibvirtClient } from '../libvirt-client.js';

type Filter<K extends DomainEventKind> = (event: DomainEventMap[K]) => boolean;

/** Keeps the events that fit, and waits for those to come: libvirt sends them when it likes, often after the answer. */
export class EventLog<K extends DomainEventKind> {
  readonly events: DomainEventMap[K][] = [];
  #subscription: Subscription | undefined;
  #waiting: Array<() => void> = [];

  static async of<K extends DomainEventKind>(
    libvirt: LibvirtClient,
    kind: K,
    keeps: Filter<K>,
  ): Promise<EventLog<K>> {
    const log = new EventLog<K>();
    log.#subscription = await libvirt.events.on(kind, (event) => {
      if (!keeps(event)) return;
      log.events.push(event);
      for (const wake of log.#waiting.splice(0)) wake();
    });
    return log;
  }

  async until(fits: Filter<K>): Promise<DomainEventMap[K]> {
    for (;;) {
      const found = this.events.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async stop(): Promise<void> {
    await this.#subscription?.unsubscribe();
  }
}
