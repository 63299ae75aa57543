import { LibvirtConnectionError } from '../connection/errors.js';
import type { EventfulChannel } from '../connection/rpc-channel.js';
import { domainEventDeregister, domainEventRegister } from '../protocol/event-procedures.js';
import type { Packet } from '../wire/header.js';
import { decodeXdr } from '../xdr/codec.js';
import { ALL_KINDS, EVENT_KINDS, type DomainEventKind, type DomainEventMap } from './event-kinds.js';
import { Listeners } from './listeners.js';

export interface Subscription {
  /** No call to the listener follows. Never rejects. */
  unsubscribe(): Promise<void>;
}

interface Registration {
  readonly channel: EventfulChannel;
  readonly done: Promise<void>;
  callbackId?: number;
}

/** Domain events by kind: one registration with libvirt per kind, however many listen; renewed on each new connection. */
export class DomainEvents {
  readonly #listeners = new Listeners<DomainEventMap>();
  readonly #registrations = new Map<DomainEventKind, Registration>();
  readonly #outlivesConnections: boolean;
  #channel: EventfulChannel | undefined;

  constructor(options = { outlivesConnections: false }) {
    this.#outlivesConnections = options.outlivesConnections;
  }

  /**
   * Resolves once libvirt will send the events; without a connection at once, and they start with the next one.
   * Rejects with LibvirtError when libvirt has no such events.
   */
  async on<K extends DomainEventKind>(
    kind: K,
    listener: (event: DomainEventMap[K]) => void,
  ): Promise<Subscription> {
    const remove = this.#listeners.add(kind, listener);
    try {
      await this.#register(kind);
    } catch (error) {
      const isRenewedLater = this.#outlivesConnections && error instanceof LibvirtConnectionError;
      if (!isRenewedLater) {
        remove();
        throw error;
      }
    }
    return {
      unsubscribe: () => {
        remove();
        return this.#deregisterIfUnused(kind);
      },
    };
  }

  /** The events as an async iterable, until the signal aborts (which ends it without an error). What is not read queues up. */
  async *iterate<K extends DomainEventKind>(
    kind: K,
    options: { signal: AbortSignal },
  ): AsyncGenerator<DomainEventMap[K], void> {
    const queue: DomainEventMap[K][] = [];
    let wake = (): void => undefined;
    const onAbort = (): void => wake();
    const subscription = await this.on(kind, (event) => {
      queue.push(event);
      wake();
    });
    options.signal.addEventListener('abort', onAbort);
    try {
      while (!options.signal.aborted) {
        const event = queue.shift();
        if (event) yield event;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      options.signal.removeEventListener('abort', onAbort);
      await subscription.unsubscribe();
    }
  }

  /** Moves all subscriptions to a connection. Resolves when libvirt has them all. */
  async attach(channel: EventfulChannel): Promise<void> {
    this.#channel = channel;
    this.#registrations.clear();
    channel.onEvent((packet) => this.#receive(channel, packet));
    await Promise.all(
      ALL_KINDS.filter((kind) => this.#listeners.has(kind)).map((kind) => this.#register(kind)),
    );
  }

  detach(): void {
    this.#channel = undefined;
    this.#registrations.clear();
  }

  async #register(kind: DomainEventKind): Promise<void> {
    const channel = this.#channel;
    if (!channel) return;
    const existing = this.#registrations.get(kind);
    if (existing) return existing.done;
    const args = { eventId: EVENT_KINDS[kind].eventId, domain: null };
    const registration: Registration = {
      channel,
      done: channel.callInOrder(domainEventRegister, args, ({ callbackId }) => {
        registration.callbackId = callbackId;
      }),
    };
    this.#registrations.set(kind, registration);
    try {
      await registration.done;
    } catch (error) {
      if (this.#registrations.get(kind) === registration) this.#registrations.delete(kind);
      throw error;
    }
  }

  async #deregisterIfUnused(kind: DomainEventKind): Promise<void> {
    const registration = this.#registrations.get(kind);
    if (!registration || this.#listeners.has(kind)) return;
    this.#registrations.delete(kind);
    // Nobody listens any more either way; a failure here concerns a connection that is going.
    await Promise.allSettled([registration.done]);
    const { callbackId, channel } = registration;
    if (callbackId !== undefined)
      await Promise.allSettled([channel.call(domainEventDeregister, { callbackId })]);
  }

  #receive(channel: EventfulChannel, packet: Packet): void {
    if (channel !== this.#channel) return;
    const kind = ALL_KINDS.find((candidate) => EVENT_KINDS[candidate].message === packet.header.procedure);
    if (kind) this.#deliver(kind, packet);
  }

  #deliver<K extends DomainEventKind>(kind: K, packet: Packet): void {
    const registration = this.#registrations.get(kind);
    if (!registration) return;
    const { callbackId, event } = decodeXdr(EVENT_KINDS[kind].codec, packet.body);
    // An event for an earlier registration may still be under way.
    if (registration.callbackId === callbackId) this.#listeners.tell(kind, event);
  }
}
