import { Injectable, Logger } from '@nestjs/common';
import type { Membership } from '@vm-manager/contracts';
import { filter, map, merge, switchMap, take, timer, type Observable } from 'rxjs';
import type { Actor } from '../../access/identity/actor.js';
import { RightsChanges } from '../../access/sessions/rights-changes.js';
import { SessionActors } from '../../access/sessions/session-actors.js';

/** Finds changes that nothing announces, such as one by hand in the database. */
const LOOK_EVERY_MS = 15_000;

/** Watches whether an actor's session still exists and still has the same rights. */
@Injectable()
export class ActorWatch {
  private readonly logger = new Logger(ActorWatch.name);

  constructor(
    private readonly actors: SessionActors,
    private readonly rights: RightsChanges,
  ) {}

  /**
   * Emits once, at the first difference, and completes. Begins with a look, as rights may have changed since they were
   * checked.
   */
  of(actor: Actor): Observable<void> {
    return merge(timer(0, LOOK_EVERY_MS), this.rights.of(actor.id)).pipe(
      // After an announcement a running look is dropped: it may have read the former rights.
      switchMap(() => this.hasChanged(actor)),
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
      // When the database does not answer, the rights count as unchanged.
      this.logger.warn(error);
      return false;
    }
  }
}

const rightsOf = ({ role, groups, scope }: Actor) =>
  JSON.stringify([role, scope, groups.map(membership).sort()]);
const membership = ({ id, teaches }: Membership) => `${id} ${teaches}`;
