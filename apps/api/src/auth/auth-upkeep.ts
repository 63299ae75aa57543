import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Sessions } from './sessions.js';
import { SignInThrottle } from './sign-in-throttle.js';

const EVERY_MS = 60_000;

/** Ends what has expired, so that consoles close with their session. Every process may do it: nothing ends twice. */
@Injectable()
export class AuthUpkeep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(AuthUpkeep.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly sessions: Sessions,
    private readonly throttle: SignInThrottle,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.tidy(), EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async tidy(): Promise<void> {
    try {
      await this.sessions.endExpired();
      await this.throttle.forgetOld();
    } catch (error) {
      this.logger.warn(error);
    }
  }
}
