import { Injectable } from '@nestjs/common';
import type { EventKind } from '@vm-manager/contracts';
import type { Actor } from '../../access/identity/actor.js';
import type { EventEntity } from './event.entity.js';

/** Makes what is sent to one reader, who may see the owner's things. */
export type EventText = (actor: Actor) => object;

/** Reads the subject of an event as it is now; undefined when nothing is to be sent any more. */
export type EventReader = (event: EventEntity) => Promise<EventText | undefined>;

/** Features register here how the subjects of their events are read. */
@Injectable()
export class EventReaders {
  private readonly readers = new Map<EventKind, EventReader>();

  register(kind: EventKind, reader: EventReader): void {
    this.readers.set(kind, reader);
  }

  async read(event: EventEntity): Promise<EventText | undefined> {
    return this.readers.get(event.kind)?.(event);
  }
}
