import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Routines } from '../../foundation/database/routines.js';
import { KnownPlaces } from './known-places.js';
import { Sessions } from '../sessions/sessions.js';
import { SignInThrottle } from './sign-in-throttle.js';

const EVERY_MS = 60_000;

/** Ends what has expired, so that consoles close with their session. Every process may do it: nothing ends twice. */
@Injectable()
export class AuthUpkeep implements OnApplicationBootstrap {
  constructor(
    private readonly routines: Routines,
    private readonly sessions: Sessions,
    private readonly throttle: SignInThrottle,
    private readonly places: KnownPlaces,
  ) {}

  onApplicationBootstrap(): void {
    this.routines.start(AuthUpkeep.name, { everyMs: EVERY_MS, atOnce: false, byAge: true }, () =>
      this.tidy(),
    );
  }

  private async tidy(): Promise<void> {
    await this.sessions.endExpired();
    await this.throttle.forgetOld();
    await this.places.forgetOld();
  }
}
