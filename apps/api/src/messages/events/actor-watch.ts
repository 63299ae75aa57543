import { Injectable, Logger } from '@nestjs/common';
import type { Membership } from '@vm-manager/contracts';
import { filter, map, merge, switchMap, take, timer, type Observable } from 'rxjs';
import type { Actor } from '../../access/identity/actor.js';
import { RightsChanges } from '../../access/sessions/rights-changes.js';
import { SessionActors } from '../../access/sessions/session-actors.js';

/** What nobody announced: a change by hand in the database. */
const LOOK_EVERY_MS = 15_000;

/** Finds that an actor's session has gone or has other rights by now. */
@Injectable()
export class ActorWatch {
  private readonly logger = new Logger(ActorWatch.name);

  constructor(
    private readonly actors: SessionActors,
    private readonly rights: RightsChanges,
  ) {}

  /** Emits once and completes. Looks at once: rights may have gone between their check and now. */
  of(actor: Actor): Observable<void> {
    return merge(timer(0, LOOK_EVERY_MS), this.rights.of(actor.id)).pipe(
      // A look under way may have read what was so before.
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
      // A database that is away takes no rights away.
      this.logger.warn(error);
      return false;
    }
  }
}

const rightsOf = ({ role, groups, scope }: Actor) =>
  JSON.stringify([role, scope, groups.map(membership).sort()]);
const membership = ({ id, teaches }: Membership) => `${id} ${teaches}`;
