import { Injectable, Logger } from '@nestjs/common';
import type { Membership } from '@vm-manager/contracts';
import { exhaustMap, filter, interval, map, take, type Observable } from 'rxjs';
import type { Actor } from '../auth/actor.js';
import { SessionActors } from '../auth/session-actors.js';

/** Nobody announces a changed role or group. */
const LOOK_EVERY_MS = 15_000;

/** Finds that an actor's session has gone or has other rights by now. */
@Injectable()
export class ActorChanges {
  private readonly logger = new Logger(ActorChanges.name);

  constructor(private readonly actors: SessionActors) {}

  /** Emits once and completes. */
  of(actor: Actor): Observable<void> {
    return interval(LOOK_EVERY_MS).pipe(
      exhaustMap(() => this.hasChanged(actor)),
      filter((changed) => changed),
      take(1),
      map(() => undefined),
    );
  }

  private async hasChanged(actor: Actor): Promise<boolean> {
    try {
      const now = await this.actors.find(actor.sessionId);
      return !now || rightsOf(now) !== rightsOf(actor);
    } catch (error) {
      // A database that is away takes no rights away.
      this.logger.warn(error);
      return false;
    }
  }
}

const rightsOf = ({ role, groups }: Actor) => JSON.stringify([role, groups.map(membership).sort()]);
const membership = ({ id, teaches }: Membership) => `${id} ${teaches}`;
