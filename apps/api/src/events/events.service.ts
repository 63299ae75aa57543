import { Injectable, type MessageEvent } from '@nestjs/common';
import {
  concatAll,
  concatMap,
  defer,
  EMPTY,
  filter,
  interval,
  map,
  merge,
  of,
  startWith,
  takeUntil,
  type Observable,
} from 'rxjs';
import { DataSource } from 'typeorm';
import type { Actor } from '../auth/actor.js';
import { mayHear } from './event-visibility.js';
import { LiveEvents, type LiveEvent } from './live-events.js';

/** Proxies close what is silent for a minute. */
const BEAT_MS = 20_000;

/** The stream of one browser: only what its actor may see. */
@Injectable()
export class EventsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: LiveEvents,
  ) {}

  streamFor(actor: Actor, lastEventId: string | undefined): Observable<MessageEvent> {
    const live = this.events.live.pipe(
      concatMap(async (event) => ({ event, visible: await this.isVisible(actor, event) })),
      filter(({ visible }) => visible),
      map(({ event }) => of(event)),
    );
    // What happens while the missed is read waits its turn, so that an older state never comes last.
    const told = live.pipe(
      startWith(this.missedBy(actor, lastEventId)),
      concatAll(),
      map((event) => toMessage(event, actor)),
    );
    const beat = interval(BEAT_MS).pipe(map((): MessageEvent => ({ type: 'beat', data: '' })));
    const hello = of<MessageEvent>({ type: 'hello', data: '' });
    return merge(hello, told, beat).pipe(takeUntil(this.events.gaps));
  }

  private missedBy(actor: Actor, lastEventId: string | undefined): Observable<LiveEvent> {
    const last = Number(lastEventId);
    if (!lastEventId || !Number.isSafeInteger(last)) return EMPTY;
    return defer(() => this.events.since(actor, last)).pipe(concatAll());
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
