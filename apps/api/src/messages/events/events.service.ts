import { Injectable, type MessageEvent } from '@nestjs/common';
import {
  concatAll,
  concatMap,
  defer,
  EMPTY,
  exhaustMap,
  finalize,
  interval,
  map,
  merge,
  of,
  startWith,
  takeUntil,
  tap,
  type Observable,
} from 'rxjs';
import { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { mayHear } from './event-visibility.js';
import { LiveEvents, type LiveEvent } from './live-events.js';
import { PassingEvents } from './passing-events.js';
import type { StreamReader } from './stream-reader.js';

/** Proxies close connections that are silent for a minute. */
const BEAT_MS = 20_000;

/** At most so many events wait for one reader. A reader further behind is cut off and begins anew. */
export const WAITING_AT_MOST = 1_000;

/** The stream of one browser: only what its actor may see. */
@Injectable()
export class EventsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: LiveEvents,
    private readonly passing: PassingEvents,
  ) {}

  streamFor(
    actor: Actor,
    lastEventId: string | undefined,
    reader: Pick<StreamReader, 'ready' | 'cut'>,
  ): Observable<MessageEvent> {
    let waiting = 0;
    const live = this.events.live.pipe(
      tap(() => {
        if (++waiting > WAITING_AT_MOST) reader.cut();
      }),
      map((event) => this.inTurn(actor, event, reader).pipe(finalize(() => waiting--))),
    );
    // New events wait until the missed ones are read, so that an older state never comes last.
    const changes = live.pipe(
      startWith(this.missedBy(actor, lastEventId, reader)),
      concatAll(),
      map((event) => toMessage(event, actor)),
    );
    const beat = interval(BEAT_MS).pipe(
      exhaustMap(() => reader.ready()),
      map((): MessageEvent => ({ type: 'beat', data: '' })),
    );
    const hello = of<MessageEvent>({ type: 'hello', data: '' });
    const passing = this.passing.to(actor.id).pipe(
      concatMap(async (message) => {
        await reader.ready();
        return message;
      }),
    );
    // Nest numbers what has no number, and the browser would come back with that one. All of the last hour is the answer to 0.
    let last = lastEventId ?? '0';
    return merge(hello, changes, beat, passing).pipe(
      map((message) => ({ ...message, id: (last = message.id ?? last) })),
      takeUntil(this.events.gaps),
    );
  }

  private inTurn(actor: Actor, event: LiveEvent, reader: Pick<StreamReader, 'ready'>): Observable<LiveEvent> {
    return defer(async () => {
      if (!(await this.isVisible(actor, event))) return [];
      await reader.ready();
      return [event];
    }).pipe(concatAll());
  }

  private missedBy(
    actor: Actor,
    lastEventId: string | undefined,
    reader: Pick<StreamReader, 'ready'>,
  ): Observable<LiveEvent> {
    const last = Number(lastEventId);
    if (!lastEventId || !Number.isSafeInteger(last)) return EMPTY;
    return defer(() => this.events.since(actor, last)).pipe(
      concatAll(),
      concatMap(async (event) => {
        await reader.ready();
        return event;
      }),
    );
  }

  private async isVisible(actor: Actor, { event }: LiveEvent): Promise<boolean> {
    return mayHear(this.dataSource.manager, actor, event);
  }
}

const toMessage = ({ event, text }: LiveEvent, actor: Actor): MessageEvent => ({
  id: event.id,
  type: event.kind,
  data: text(actor),
});
