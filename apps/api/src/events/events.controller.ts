import { Controller, Headers, Sse, type MessageEvent } from '@nestjs/common';
import { takeUntil, type Observable } from 'rxjs';
import { Actor } from '../auth/actor.js';
import { SessionEnds } from '../auth/session-ends.js';
import { EventsService } from './events.service.js';

@Controller('events')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly sessionEnds: SessionEnds,
  ) {}

  /** Open as long as the session lives. */
  @Sse()
  stream(@Actor() actor: Actor, @Headers('last-event-id') lastEventId?: string): Observable<MessageEvent> {
    return this.events.streamFor(actor, lastEventId).pipe(takeUntil(this.sessionEnds.of(actor.sessionId)));
  }
}
