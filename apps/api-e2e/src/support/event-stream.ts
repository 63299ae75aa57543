import { EventData, type EventKind } from '@vm-manager/contracts';
import { eventually } from './eventually.js';
import type * as z from 'zod';

export interface PushedEvent {
  id: string;
  kind: string;
  data: string;
  /** When it arrived. */
  at: number;
}

/** `GET /api/events` as a browser hears it. Whatever comes is checked against the contract. */
export class EventStream {
  readonly events: PushedEvent[] = [];
  readonly closed: Promise<number>;
  hasClosed = false;

  private constructor(
    readonly status: number,
    body: ReadableStream<Uint8Array>,
    private readonly stop: AbortController,
  ) {
    this.closed = this.read(body).then(() => {
      this.hasClosed = true;
      return Date.now();
    });
  }

  static async open(url: string, headers: Record<string, string>): Promise<EventStream> {
    const stop = new AbortController();
    const answer = await fetch(url, { headers, signal: stop.signal });
    if (!answer.ok || !answer.body) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    const stream = new EventStream(answer.status, answer.body, stop);
    await eventually('the stream says hello', () => stream.events.some(({ kind }) => kind === 'hello'));
    return stream;
  }

  all<K extends EventKind>(kind: K): z.infer<(typeof EventData)[K]>[] {
    return this.events
      .filter((event) => event.kind === kind)
      .map(({ data }) => EventData[kind].parse(JSON.parse(data)) as z.infer<(typeof EventData)[K]>);
  }

  /** The first event of the kind, from `after` on, that fits. */
  async next<K extends EventKind>(
    kind: K,
    fits: (data: z.infer<(typeof EventData)[K]>) => boolean,
    options: { within?: number; after?: number } = {},
  ): Promise<PushedEvent> {
    return eventually(
      `a fitting "${kind}" event arrives`,
      () =>
        this.events
          .slice(options.after ?? 0)
          .find(
            (event) =>
              event.kind === kind &&
              fits(EventData[kind].parse(JSON.parse(event.data)) as z.infer<(typeof EventData)[K]>),
          ),
      {
        ...(options.within === undefined ? {} : { within: options.within }),
        seen: () => this.events.slice(-8),
      },
    );
  }

  get lastId(): string {
    return this.events.findLast(({ id }) => id !== '')?.id ?? '';
  }

  async close(): Promise<void> {
    this.stop.abort();
    await this.closed;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.keep(block);
      }
    } catch {
      // Cut off, by us or by the server: it is closed either way.
    }
  }

  private keep(block: string): void {
    const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line) ?? []);
    const of = (name: string) =>
      fields
        .filter(([, field]) => field === name)
        .map(([, , value = '']) => value)
        .join('\n');
    this.events.push({ id: of('id'), kind: of('event') || 'message', data: of('data'), at: Date.now() });
  }
}
