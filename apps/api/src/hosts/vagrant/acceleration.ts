import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ChildProcessError, run } from '../../foundation/child-process/run.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { messageForLog } from '../../foundation/logging/error-for-log.js';
import { fromProjectRoot } from '../../foundation/config/project-root.js';

const PROBE = fromProjectRoot('infra/host/kvm-probe');
const PROBE_MS = 20_000;

/** How fast guests are here: `kvm` with hardware virtualisation, `emulated` without. */
export type GuestSpeed = 'kvm' | 'emulated';

interface Found {
  speed: GuestSpeed;
  reason: string;
}

/** Whether hardware virtualisation works: /dev/kvm may be there and guests hang in it, so something is run on it. */
@Injectable()
export class Acceleration implements OnApplicationBootstrap {
  private readonly logger = new Logger(Acceleration.name);
  private probing: Promise<Found> | undefined;

  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {}

  /** At the start, so that nobody who asks later waits for the probe. */
  async onApplicationBootstrap(): Promise<void> {
    await this.speed();
  }

  async speed(): Promise<GuestSpeed> {
    return (await this.found()).speed;
  }

  /** Why it is so, for whoever looks after the host. */
  async reason(): Promise<string> {
    return (await this.found()).reason;
  }

  private found(): Promise<Found> {
    return (this.probing ??= this.find());
  }

  private async find(): Promise<Found> {
    const { acceleration, adapters } = this.environment;
    if (acceleration === 'kvm') return { speed: 'kvm', reason: 'VMM_ACCELERATION=kvm' };
    if (acceleration === 'tcg') return { speed: 'emulated', reason: 'VMM_ACCELERATION=tcg' };
    if (adapters === 'fake') return { speed: 'emulated', reason: 'VMM_ADAPTERS=fake' };
    try {
      const answer = await run(PROBE, [], {
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
        timeoutMs: PROBE_MS,
      });
      this.logger.log(answer);
      return { speed: answer.startsWith('kvm') ? 'kvm' : 'emulated', reason: answer };
    } catch (error) {
      this.logger.warn(error instanceof ChildProcessError ? error.lastLines || error.message : error);
      return { speed: 'emulated', reason: messageForLog(error) };
    }
  }
}
