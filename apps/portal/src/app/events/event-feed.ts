import { DOCUMENT, DestroyRef, InjectionToken, Service, inject, signal } from '@angular/core';
import { EventData, type EventKind } from '@vm-manager/contracts';
import type * as z from 'zod';
import { type Wire, readEvents } from './event-source-loop';
import { type TabWorld, electTab } from './tab-election';

export type EventOf<K extends EventKind> = z.infer<(typeof EventData)[K]>;

/** What the feed needs of the browser; replaced in tests. */
export interface FeedWorld extends TabWorld {
  openSource(): EventSource;
  openChannel(): BroadcastChannel;
}

export const FEED_WORLD = new InjectionToken<FeedWorld>('FEED_WORLD', {
  factory: () => ({
    locks: navigator.locks,
    document: inject(DOCUMENT),
    openSource: () => new EventSource('/api/events'),
    openChannel: () => new BroadcastChannel('vmm-events'),
  }),
});

type Listener = (value: never) => void;

/** Pushes of the API. One tab of the browser reads the stream and passes it on, so any number of tabs work. */
@Service()
export class EventFeed {
  /** False after the stream was lost and until it is back: what is on screen may be old. */
  readonly isLost = signal(false);
  private readonly world = inject(FEED_WORLD);
  private readonly listeners = new Map<EventKind | 'reopened' | 'lost', Set<Listener>>();
  private stop: AbortController | undefined;
  private stream: string | undefined;
  private holdsStream = false;

  start(): void {
    if (this.stop) return;
    const stop = new AbortController();
    const channel = this.world.openChannel();
    this.stop = stop;
    channel.onmessage = ({ data }: MessageEvent<Wire | { kind: 'hello' }>) => {
      if (data.kind !== 'hello') this.take(data);
      else if (this.holdsStream && this.stream) channel.postMessage({ kind: 'open', stream: this.stream });
    };
    const hold = (until: AbortSignal) => {
      this.holdsStream = true;
      until.addEventListener('abort', () => (this.holdsStream = false));
      const tell = (wire: Wire) => {
        channel.postMessage(wire);
        this.take(wire);
      };
      readEvents(() => this.world.openSource(), tell, until);
    };
    electTab(this.world, hold, stop.signal);
    channel.postMessage({ kind: 'hello' });
    stop.signal.addEventListener('abort', () => channel.close());
  }

  end(): void {
    this.stop?.abort();
    this.stop = undefined;
    this.stream = undefined;
    this.isLost.set(false);
  }

  /** Listens for as long as the caller lives. Call in an injection context. */
  on<K extends EventKind>(kind: K, listener: (value: EventOf<K>) => void): void {
    this.add(kind, listener);
  }

  /** After a gap in the stream: what was pushed meanwhile is unknown, so reload. */
  onReopened(listener: () => void): void {
    this.add('reopened', listener);
  }

  onLost(listener: () => void): void {
    this.add('lost', listener);
  }

  /** Shows the answer to a call of ours at once, everywhere it is on screen. */
  publish<K extends EventKind>(kind: K, value: EventOf<K>): void {
    this.emit(kind, value);
  }

  private take(wire: Wire): void {
    if (wire.kind === 'event') return this.read(wire.name, wire.text);
    this.isLost.set(wire.kind === 'lost');
    if (wire.kind === 'lost') return this.emit('lost', undefined);
    const isGap = this.stream !== undefined && this.stream !== wire.stream;
    this.stream = wire.stream;
    if (isGap) this.emit('reopened', undefined);
  }

  private read(kind: EventKind, text: string): void {
    const parsed = EventData[kind].safeParse(JSON.parse(text));
    if (parsed.success) this.emit(kind, parsed.data);
    else console.error(`An event of kind ${kind} does not fit its contract.`, parsed.error);
  }

  private emit(kind: EventKind | 'reopened' | 'lost', value: unknown): void {
    // `on` ties each listener's type to its kind, and `read` checks the value against it.
    for (const listener of this.listeners.get(kind) ?? []) listener(value as never);
  }

  private add(kind: EventKind | 'reopened' | 'lost', listener: Listener): void {
    const set = this.listeners.get(kind) ?? new Set();
    this.listeners.set(kind, set.add(listener));
    inject(DestroyRef).onDestroy(() => set.delete(listener));
  }
}
