import type { FeedWorld } from '../events/event-feed';

/** One browser with several tabs: one lock manager, one channel, and a count of the streams that are open. */
export class FakeBrowser {
  readonly sources: FakeSource[] = [];
  private readonly channels = new Set<FakeChannel>();
  private readonly queue: (() => void)[] = [];
  private isHeld = false;

  get openSources(): FakeSource[] {
    return this.sources.filter(({ readyState }) => readyState !== 2);
  }

  /** What one tab sees of the browser. */
  tab(): FeedWorld {
    return {
      // The few members that the feed uses stand for the browser's own.
      locks: { request: this.request } as unknown as LockManager,
      document,
      openSource: () => {
        const source = new FakeSource();
        this.sources.push(source);
        return source as unknown as EventSource;
      },
      openChannel: () => new FakeChannel(this.channels) as unknown as BroadcastChannel,
    };
  }

  private readonly request = async (
    _name: string,
    { signal }: { signal: AbortSignal },
    hold: () => Promise<void>,
  ): Promise<void> => {
    if (this.isHeld)
      await new Promise<void>((turn, refuse) => {
        this.queue.push(turn);
        signal.addEventListener('abort', () => {
          this.queue.splice(this.queue.indexOf(turn), 1);
          refuse(signal.reason);
        });
      });
    this.isHeld = true;
    await hold();
    this.isHeld = false;
    this.queue.shift()?.();
  };
}

export class FakeSource extends EventTarget {
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  fail(): void {
    this.readyState = 2;
    this.onerror?.();
  }

  send(kind: string, value: unknown): void {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(value) }));
  }

  close(): void {
    this.readyState = 2;
  }
}

class FakeChannel {
  onmessage: ((event: { data: unknown }) => void) | null = null;

  constructor(private readonly all: Set<FakeChannel>) {
    all.add(this);
  }

  postMessage(data: unknown): void {
    for (const channel of this.all) if (channel !== this) channel.onmessage?.({ data });
  }

  close(): void {
    this.all.delete(this);
  }
}
