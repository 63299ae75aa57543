import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Routines } from '../../foundation/database/routines.js';
import { SessionEnds } from '../sessions/session-ends.js';
import { Sessions } from '../sessions/sessions.js';
import { KnownPlaces } from './known-places.js';
import { SignInThrottle } from './sign-in-throttle.js';

const EVERY_MS = 60_000;

/**
 * Closes and removes what has expired. An expired session lets nobody in even while its row exists, so its consoles close by any
 * clock; rows are removed only while the clock is trusted. Every process does both: doing it twice does no harm.
 */
@Injectable()
export class AuthUpkeep implements OnApplicationBootstrap {
  constructor(
    private readonly routines: Routines,
    private readonly sessions: Sessions,
    private readonly ends: SessionEnds,
    private readonly throttle: SignInThrottle,
    private readonly places: KnownPlaces,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: EVERY_MS, atOnce: false };
    this.routines.start(`${AuthUpkeep.name} of what is open`, when, () => this.ends.closeExpired());
    this.routines.start(AuthUpkeep.name, { ...when, byAge: true }, () => this.tidy());
  }

  private async tidy(): Promise<void> {
    await this.sessions.endExpired();
    await this.throttle.forgetOld();
    await this.places.forgetOld();
  }
}
