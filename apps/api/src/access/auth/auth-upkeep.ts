import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Routines } from '../../foundation/database/routines.js';
import { SessionEnds } from '../sessions/session-ends.js';
import { Sessions } from '../sessions/sessions.js';
import { KnownPlaces } from './known-places.js';
import { SignInThrottle } from './sign-in-throttle.js';

const EVERY_MS = 60_000;

/**
 * What has expired lets nobody in, whatever becomes of its row: consoles close with it in every process and by any clock.
 * Rows are removed by a clock that can be trusted; every process may do it, as nothing ends twice.
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
