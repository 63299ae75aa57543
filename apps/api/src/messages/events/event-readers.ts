import { Injectable } from '@nestjs/common';
import type { EventKind } from '@vm-manager/contracts';
import type { Actor } from '../../access/identity/actor.js';
import type { EventEntity } from './event.entity.js';

/** What an event says to someone who may see its owner's things. */
export type EventText = (actor: Actor) => object;

/** Reads an event's subject as it is now; undefined when there is nothing left to say. */
export type EventReader = (event: EventEntity) => Promise<EventText | undefined>;

/** Features say here how their events are told. */
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
