import { Injectable, type MessageEvent } from '@nestjs/common';
import { concatMap, EMPTY, filter, from, interval, map, merge, of, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import type { Actor } from '../auth/actor.js';
import { maySeeOwner } from '../auth/permissions.js';
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
    const last = Number(lastEventId);
    const missed = lastEventId && Number.isSafeInteger(last) ? from(this.events.since(last)) : EMPTY;
    const told = merge(missed.pipe(concatMap((events) => events)), this.events.live).pipe(
      concatMap(async (event) => ({ event, visible: await this.isVisible(actor, event) })),
      filter(({ visible }) => visible),
      map(({ event }) => toMessage(event, actor)),
    );
    const beat = interval(BEAT_MS).pipe(map((): MessageEvent => ({ type: 'beat', data: '' })));
    return merge(of<MessageEvent>({ type: 'hello', data: '' }), told, beat);
  }

  private async isVisible(actor: Actor, { event }: LiveEvent): Promise<boolean> {
    return maySeeOwner(this.dataSource.manager, actor, event.ownerId);
  }
}

const toMessage = ({ event, text }: LiveEvent, actor: Actor): MessageEvent => ({
  id: event.id,
  type: event.kind,
  data: text(actor),
});
