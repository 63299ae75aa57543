import { Controller, Headers, Sse, type MessageEvent } from '@nestjs/common';
import { merge, takeUntil, type Observable } from 'rxjs';
import { Background } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { SessionEnds } from '../../access/sessions/session-ends.js';
import { ActorWatch } from './actor-watch.js';
import { EventsService } from './events.service.js';
import { OpenStreams } from './open-streams.js';
import { Reader, StreamReader } from './stream-reader.js';

@Controller('events')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly streams: OpenStreams,
    private readonly sessionEnds: SessionEnds,
    private readonly actorChanges: ActorWatch,
  ) {}

  /** Open as long as the session lives and its rights stay what they are; the browser then comes back by itself. */
  @Sse()
  @Background()
  stream(
    @Actor() actor: Actor,
    @Reader() reader: StreamReader,
    @Headers('last-event-id') lastEventId?: string,
  ): Observable<MessageEvent> {
    const end = merge(this.sessionEnds.of(actor.sessionId), this.actorChanges.of(actor));
    return this.streams.count(actor, this.events.streamFor(actor, lastEventId, reader).pipe(takeUntil(end)));
  }
}
