import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ClockWatch } from '../../foundation/database/clock-watch.js';
import { Routines } from '../../foundation/database/routines.js';
import { OrphanedRequests } from './orphaned-requests.js';
import { RequestUpkeep } from './request-upkeep.js';

const EVERY_MS = 30_000;

/** Looks for what is due. */
@Injectable()
export class RequestClock implements OnApplicationBootstrap {
  constructor(
    private readonly routines: Routines,
    private readonly upkeep: RequestUpkeep,
    private readonly orphans: OrphanedRequests,
    private readonly clock: ClockWatch,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: EVERY_MS, lock: 'requests' };
    this.routines.start(RequestClock.name, when, async () => {
      const now = new Date();
      await this.upkeep.run(now, { endsByAge: await this.clock.isTrusted(now) });
      await this.orphans.tellDeciders(now);
    });
  }
}
